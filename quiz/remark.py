"""What people write in a few words: a report of a question, an answer to it, a reason."""

from kernel.errors import N_, Malformed

LONGEST = 1_000  # characters


def remark(text: str, nothing: str) -> str:
    """Return what was written, without the space around it.

    nothing: what to say where nothing was written. Raises Malformed for nothing, and for more than
    LONGEST characters: what somebody wrote is never cut off behind their back.
    """
    said = text.strip()
    if not said:
        raise Malformed(nothing)
    if len(said) > LONGEST:
        raise Malformed(N_("Keep it within %(count)s characters."), count=LONGEST)
    return said
