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
from .step import Wrong, visible


def main(arguments: list[str] | None = None) -> int:
    """Check a bundle and print a line for each step; return the exit status."""
    parser = argparse.ArgumentParser(
        prog=f"python -m {__package__}",
        description="Check the bundle of a decided case, from the log's signature to the count.",
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
    good = all(step.good for step in steps)
    if given.json:
        found = [
            {"step": step.name, "status": step.status, "reason": step.reason} for step in steps
        ]
        whole = {"bundle": str(given.bundle), "case": check.case, "ok": good, "steps": found}
        sys.stdout.write(json.dumps(whole, indent=2) + "\n")
    else:
        for step in steps:
            sys.stdout.write(f"{step}\n")
        words = "verified" if good else "NOT verified"
        sys.stdout.write(f"\n{visible(check.case or str(given.bundle))}: {words}\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
