"""Work that runs in a process of its own, so that the most memory that it takes can be told.

As a program: `python -m bench.apart bundle|csv DATABASE HOME OUT`.
"""

import re
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = 1 << 20
VERIFY = """
import sys
from audit.verify.__main__ import main
from bench.apart import peak
if __name__ == "__main__":
    status = main(sys.argv[1:])
    print(peak())
    sys.exit(status)
"""


def run(*arguments: str) -> int:
    """Run a program of Python and return the most bytes that one of its processes took."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{arguments}: {done.stdout}{done.stderr}")
    return int(done.stdout.split()[-1])


def made(what: str, database: str, home: Path, out: Path) -> int:
    """Make a file of the case that the benchmarks fill in; return the most memory."""
    return run("-m", "bench.apart", what, database, str(home), str(out))


def verified(bundle: Path, key: str) -> int:
    """Verify a bundle; return the most memory."""
    return run("-c", VERIFY, str(bundle), "--key", key)


def peak() -> int:
    """Return the most bytes that this process took, or one that it waited for."""
    # What the system says of a process for itself holds that of the one that started it.
    own = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(int(own[1]) if own else 0, others) * 1024


def main() -> int:
    """Make the file and print the most memory."""
    from audit.exports.making import Asked, write
    from bench.ground import on_database
    from kernel.work import unit_of_work
    from tests.audit.synthetic import REF

    what, database, home, out = sys.argv[1:]
    with on_database(Path(home), database).app_context():
        with unit_of_work(writing=False) as work, Path(out).open("w+b", BLOCK) as file:
            asked = {"bundle": Asked("bundle", "zip", REF), "csv": Asked("votes", "csv", REF)}
            write(work.session, asked[what], file, Path(out).parent)
    print(peak())
    return 0


if __name__ == "__main__":
    sys.exit(main())
