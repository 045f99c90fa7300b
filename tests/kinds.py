"""Kinds of tests that a machine may lack the means for: named, skipped loudly, or failed.

A whole kind that is silently left out looks like a pass. So each is named once at the end of the
run, with what provides it, and with CI=true its tests fail instead of being skipped.
"""

import os
import re
from typing import NoReturn

import pytest

WORDS = " is not here: "
TOLD = re.compile(rf"([\w ]+){WORDS}(.+)")


def lack(kind: str, mend: str) -> NoReturn:
    """Skip this test for want of `kind`; fail it where nothing may be left out (CI=true)."""
    words = f"{kind}{WORDS}{mend}"
    if os.environ.get("CI", "").lower() in {"true", "1"}:
        pytest.fail(words, pytrace=False)
    pytest.skip(words)


def report(terminal: pytest.TerminalReporter) -> None:
    """Say loudly at the end what was left out, whichever process found it lacking."""
    told = (
        one.longrepr[-1] if isinstance(one.longrepr, tuple) else one.longreprtext
        for outcome in ("skipped", "failed", "error")
        for one in terminal.stats.get(outcome, ())
    )
    lacking = {found[1].strip(): found[2] for one in told if (found := TOLD.search(one))}
    for kind, mend in lacking.items():
        terminal.write_sep("!", f"NOT TESTED: {kind}", red=True, bold=True)
        terminal.write_line(f"To have it tested: {mend}")
