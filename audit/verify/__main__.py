"""Check a bundle from the command line.

python -m audit.verify BUNDLE --key VKEY… [--registry FILE]… [--policy FILE] [--checkpoint FILE]…
    [--receipt FILE]… [--json]
"""

import argparse
import json
import sys
from pathlib import Path

from . import witness
from .check import Check
from .note import ring_from
from .step import FAIL, Step, Wrong, visible

VERIFIED, FAILED, INCOMPLETE = "verified", "failed", "incomplete"
STATUS = {VERIFIED: 0, FAILED: 1, INCOMPLETE: 3}  # and 2 for a wrong command line


def main(arguments: list[str] | None = None) -> int:
    """Check a bundle and print a line for each step; return the exit status."""
    parser = argparse.ArgumentParser(
        prog=_called(),
        description="Check the bundle of a decided case, from the log's signature to the count.",
        epilog="Exit status: 0 verified, 1 a step failed, 2 a wrong command line, 3 incomplete: "
        "nothing failed, and something could not be checked.",
    )
    parser.add_argument("bundle", type=Path, help="the file case-….zip")
    parser.add_argument(
        "--key",
        required=True,
        action="append",
        metavar="VKEY",
        help="the log's verifier key, from a source you trust; where it has had several, all of "
        "them, each in an option of its own, the oldest first",
    )
    for name, told in (
        ("--registry", "a checkpoint of the registry that you kept, or a consistency file"),
        ("--checkpoint", "a checkpoint of the case that you kept"),
        ("--receipt", "your receipt"),
    ):
        parser.add_argument(name, type=Path, action="append", default=[], help=told, metavar="FILE")
    parser.add_argument(
        "--policy",
        type=Path,
        metavar="FILE",
        help="whose word on a checkpoint given by --registry is enough (C2SP tlog-policy)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    given = parser.parse_args(arguments)
    try:
        key = ring_from(given.key)
    except Wrong as wrong:
        parser.error(f"--key: {wrong}")
    try:
        policy = witness.policy(given.policy.read_bytes()) if given.policy else None
    except (Wrong, OSError) as wrong:
        parser.error(f"--policy: {wrong}")
    check = Check(given.bundle, key, given.registry, given.receipt, given.checkpoint, policy)
    steps = check.run()
    found, line = _outcome(steps)
    if given.json:
        lines = [
            {"step": step.name, "status": step.status, "reason": step.reason} for step in steps
        ]
        whole = {"bundle": str(given.bundle), "case": check.case, "ok": found == VERIFIED}
        whole |= {"outcome": found, "steps": lines}
        sys.stdout.write(json.dumps(whole, indent=2) + "\n")
    else:
        for step in steps:
            sys.stdout.write(f"{step}\n")
        sys.stdout.write(f"\n{visible(check.case or str(given.bundle))}: {line}\n")
    return STATUS[found]


def _outcome(steps: list[Step]) -> tuple[str, str]:
    """Return what comes of all steps, as a word and as the last line says it: a step found a fault,
    or one that had something to check could not."""
    if failed := [step.name for step in steps if step.status == FAIL]:
        return FAILED, f"NOT verified, failed: {', '.join(failed)}"
    if open_ := [step.name for step in steps if not step.good]:
        return INCOMPLETE, f"NOT verified, incomplete: could not check {', '.join(open_)}"
    return VERIFIED, "verified"


def _called() -> str:
    """Return how this was called: by the command of the distribution, or as a module."""
    name = Path(sys.argv[0]).name
    return f"python -m {__package__}" if name == "__main__.py" else name


if __name__ == "__main__":
    sys.exit(main())
