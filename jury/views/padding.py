"""Answers of one length: how long a page is must not tell what was chosen on it."""

from flask import Response

BLOCK = 4_096  # bytes
FRAME = len(b"<!---->")


def padded(page: Response, like: Response, slack: int) -> Response:
    """Return `page`, filled up by a comment behind it to whole blocks.

    like: the same page with answers that do not hang on the reader's; its length sets how many
    blocks there are. slack: more than the bytes by which two readers' answers can differ.
    """
    whole = _blocks(len(like.data) + slack)
    if len(page.data) + FRAME > whole:
        whole = _blocks(len(page.data) + FRAME)
    filler = b"." * (whole - len(page.data) - FRAME)
    page.data = page.data + b"<!--" + filler + b"-->"
    return page


def _blocks(size: int) -> int:
    """Return `size`, rounded up to whole blocks."""
    return -(-size // BLOCK) * BLOCK
