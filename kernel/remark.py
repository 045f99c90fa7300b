"""What people write in a few words, a reason or an answer: kept whole, or refused; never cut."""

from kernel.errors import N_, Malformed

LONGEST = 1_000  # characters, where nothing else is said


def remark(text: str, nothing: str, most: int = LONGEST) -> str:
    """Return what was written, without the space around it.

    nothing: what to say where nothing was written. Raises Malformed for nothing, and for more than
    `most` characters: what somebody wrote is never cut off behind their back.
    """
    said = text.strip()
    if not said:
        raise Malformed(nothing)
    check_length(said, most)
    return said


def check_length(text: str, most: int = LONGEST) -> None:
    """Raise Malformed for more than `most` characters."""
    if len(text) > most:
        raise Malformed(N_("Use at most %(count)s characters."), count=f"{most:,}")
