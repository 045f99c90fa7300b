"""What every picture has to keep to, and the refusals that the kinds of file share."""

from kernel.errors import N_, Malformed

MOST_PIXELS = 60_000_000


def cut_short() -> Malformed:
    """The refusal of a file whose end is not there."""
    return Malformed(N_("This file breaks off before its end. Send it again, whole."))


def damaged() -> Malformed:
    """The refusal of a file that breaks the rules of its own kind."""
    return Malformed(
        N_("This file is damaged. Open it, save it again as PDF, JPEG or PNG, and send that.")
    )


def more_than_one() -> Malformed:
    """The refusal of a file that is, or carries, something else besides what it seems."""
    return Malformed(
        N_(
            "There is something else in this file besides the document. Open it, save it again"
            " as PDF, JPEG or PNG, and send that."
        )
    )


def check_size(width: int, height: int) -> None:
    """Raise Malformed for a picture without a size, or with more pixels than is read."""
    if not width or not height:
        raise damaged()
    if width * height > MOST_PIXELS:
        raise Malformed(
            N_("This picture has more than %(most)s million pixels. Save it smaller, at 300 dpi."),
            most=MOST_PIXELS // 1_000_000,
        )
