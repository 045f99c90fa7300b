"""Kinds of tests that a machine may lack the means for: named, skipped loudly, or failed.

A whole kind that is silently left out looks like a pass. So each is named once at the end of the
run, with what provides it, and with CI=true its tests fail instead of being skipped.
"""

import os
from typing import NoReturn

import pytest

lacking: dict[str, str] = {}


def lack(kind: str, mend: str) -> NoReturn:
    """Skip this test for want of `kind`; fail it where nothing may be left out (CI=true)."""
    lacking[kind] = mend
    words = f"{kind} is not here: {mend}"
    if os.environ.get("CI", "").lower() in {"true", "1"}:
        pytest.fail(words, pytrace=False)
    pytest.skip(words)


def report(terminal: pytest.TerminalReporter) -> None:
    """Say loudly at the end what was left out."""
    for kind, mend in lacking.items():
        terminal.write_sep("!", f"NOT TESTED: {kind}", red=True, bold=True)
        terminal.write_line(f"To have it tested: {mend}")
