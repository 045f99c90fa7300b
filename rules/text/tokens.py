"""A wording cut up: words, whole numbers, references, single CJK characters, single marks."""

import re
from typing import NamedTuple

CJK = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
TOKEN = re.compile(
    rf"(\s*)"
    rf"([{CJK}]"
    rf"|\[\[[a-z]+(?:-[a-z0-9]+)*\]\]"  # a reference to another clause, by its id
    rf"|\d+(?:[.,]\d+)*"  # 300,000 and 0.54 are one token each
    rf"|[^\W\d{CJK}][^\W{CJK}]*(?:['’‑-][^\W{CJK}]+)*"
    rf"|[^\w\s]|_|\Z)"
)
ENDS = frozenset(".!?。！？")  # of a sentence


class Token(NamedTuple):
    """A word with the white space before it; only the words are compared."""

    space: str
    word: str


def tokens(text: str) -> list[Token]:
    """Cut `text` up; joined again, spaces and words give exactly `text`."""
    return [Token(space, word) for space, word in TOKEN.findall(text) if space or word]
