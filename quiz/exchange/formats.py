"""The forms in which questions come and go, by their names."""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum

from quiz.exchange import aiken, gift, moodle
from quiz.exchange.question import Question, Reading

AIKEN_LINE = re.compile(rb"^[ \t]{0,40}ANSWER:[ \t]{0,40}[A-Z]", re.MULTILINE)


class Format(StrEnum):
    """What a file is written in."""

    GIFT = "gift"
    AIKEN = "aiken"
    MOODLE_XML = "moodle-xml"


READERS: dict[Format, Callable[[bytes], Reading]] = {
    Format.GIFT: gift.read,
    Format.AIKEN: aiken.read,
    Format.MOODLE_XML: moodle.read,
}
WRITERS: dict[Format, Callable[[Sequence[Question]], str]] = {
    Format.GIFT: gift.write,
    Format.MOODLE_XML: moodle.write,
}
SUFFIX = {Format.GIFT: "gift", Format.MOODLE_XML: "xml"}


def format_of(name: str, data: bytes) -> Format:
    """Return what a file is written in, by its name and, where that does not tell, its first
    bytes: XML begins with a bracket, Aiken has lines ANSWER:, and anything else is GIFT."""
    suffix = name.rpartition(".")[2].casefold()
    if suffix == "xml" or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Format.MOODLE_XML
    if suffix in {"aiken"} or (suffix != "gift" and AIKEN_LINE.search(data)):
        return Format.AIKEN
    return Format.GIFT
