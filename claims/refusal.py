"""A claimant's refusal of the text that jurors would read, and what it asks for before they are
asked again: another text, or an answer."""

from dataclasses import dataclass
from datetime import datetime

from claims.claim import Issue
from kernel.errors import N_, Malformed
from kernel.remark import check_length

SAY_WHAT = N_("Say what could give you away, or what is wrong or missing.")
TOO_EARLY = N_("Jurors read remarks of yours only on a text that you refuse for a second time.")


@dataclass(frozen=True)
class TextRefused:
    """The last refusal of a text. said: by the claimant; no juror reads it. answer: of an officer
    to it, empty while there is none. is_changed: whether the text is another by now."""

    said: str
    at: datetime
    answer: str
    is_changed: bool


def unanswered(refused: TextRefused | None) -> list[Issue]:
    """Return that a text which the claimant refused stands as it was, and nobody said why."""
    if refused is None or refused.is_changed or refused.answer:
        return []
    told = N_("The claimant did not agree to this text. Change it, or answer them.")
    return [Issue(told, "answer")]


def check_said(told: str, for_jurors: str, before: int) -> tuple[str, str]:
    """Return what a refusal says to the officers alone, and what it says to the jurors.

    before: how often the text was refused before this. Raises Malformed where both are empty, where
    one is too long, and for remarks to jurors on what is refused for the first time.
    """
    told, for_jurors = told.strip(), for_jurors.strip()
    if not told and not for_jurors:
        raise Malformed(SAY_WHAT)
    if for_jurors and not before:
        raise Malformed(TOO_EARLY)
    check_length(told)
    check_length(for_jurors)
    return told, for_jurors
