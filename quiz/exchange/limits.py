"""How much a file of questions may hold: what is larger is not a bank, or not one part of it."""

from kernel.errors import N_, Malformed

MOST_BYTES = 2 * 1024 * 1024
MOST_QUESTIONS = 5_000


def check_size(data: bytes) -> None:
    """Raise Malformed when a file is too large."""
    if len(data) > MOST_BYTES:
        raise Malformed(
            N_("The file is larger than %(most)s MB. Export the categories one by one."),
            most=MOST_BYTES // (1024 * 1024),
        )


def check_count(count: int, line: int) -> None:
    """Raise Malformed when question number `count`, at `line`, is one too many."""
    if count > MOST_QUESTIONS:
        raise Malformed(
            N_("Line %(line)s: more than %(most)s questions. Export the categories one by one."),
            line=line,
            most=MOST_QUESTIONS,
        )
