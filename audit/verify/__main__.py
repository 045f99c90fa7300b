"""`python -m audit.verify BUNDLE --key VKEY [--registry FILE] [--receipt FILE]… [--json]`"""

import argparse
import json
import sys
from pathlib import Path

from .check import Check
from .note import key_from
from .step import Wrong


def main(arguments: list[str] | None = None) -> int:
    """Check a bundle and print a line for each step; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m audit.verify",
        description="Check the bundle of a decided case, from the log's signature to the count.",
    )
    parser.add_argument("bundle", type=Path, help="the file case-….zip")
    parser.add_argument(
        "--key", required=True, help="the log's verifier key, from a source you trust"
    )
    parser.add_argument("--registry", type=Path, help="a registry checkpoint or consistency file")
    parser.add_argument("--receipt", type=Path, action="append", default=[], help="your receipt")
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    given = parser.parse_args(arguments)
    try:
        key = key_from(given.key)
    except Wrong as wrong:
        parser.error(f"--key: {wrong}")
    check = Check(given.bundle, key, given.registry, given.receipt)
    steps = check.run()
    good = all(step.good for step in steps)
    if given.json:
        found = [
            {"step": step.name, "status": step.status, "reason": step.reason} for step in steps
        ]
        whole = {"bundle": str(given.bundle), "case": check.case, "ok": good, "steps": found}
        sys.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2) + "\n")
    else:
        for step in steps:
            sys.stdout.write(f"{step}\n")
        words = "verified" if good else "NOT verified"
        sys.stdout.write(f"\n{check.case or given.bundle}: {words}\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
