"""When a juror first opened a file: in their own browser, and nowhere else (docs/adr/0039).

Signing in and signing out empty what a browser keeps. So it is told of whoever reads and votes at
one go: who has answered the questions before and comes back opens the file, but not for the first
time.
"""

from flask import session

from jury import minutes
from jury.reading.seats import SeatPage
from jury.step import Step
from kernel.web import asked_at

OPENED = "opened"  # in the session cookie


def note_opening(found: SeatPage) -> None:
    """Let the browser keep in which minute its juror opened the file, if they still have to read
    it; nothing is said of it here."""
    kept = session.get(OPENED)
    if found.step is Step.QUIZ and minutes.since(kept, found.ref) is None:
        session[OPENED] = minutes.noted(kept, found.ref, asked_at())


def opened(ref: str) -> int | None:
    """Return the minute in which the file of a case was first opened, as the browser says."""
    return minutes.since(session.get(OPENED), ref)
