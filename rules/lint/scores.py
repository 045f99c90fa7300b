"""How hard an English wording is to read, as a number. It is shown, and blocks nothing."""

import re
from typing import NamedTuple

from rules.lint.sentence import sentence_spans
from rules.text.reference import CJK

WORD = re.compile(rf"[^\W_{CJK}]++(?:['’-][^\W_{CJK}]++)*+")
VOWELS = re.compile(r"[aeiouyàâäéèêëïîôöùûü]+")
SILENT = re.compile(r"(?:[^aeiouyl]e|[^aeiouytd]ed|[^aeiouyszxc]es)\Z")


class Readability(NamedTuple):
    """Counts, the mean length of a sentence, and Flesch's reading ease: 100 easy, 0 very hard."""

    words: int
    sentences: int
    words_per_sentence: float
    flesch: float


def readability(text: str) -> Readability:
    """Return the scores of an English `text`; all are 0 where it holds no words.

    Chinese characters are not counted.
    """
    words = WORD.findall(text)
    spans = [one for one in sentence_spans(text) if WORD.search(text, *one)]
    if not words:
        return Readability(0, 0, 0.0, 0.0)
    length = len(words) / len(spans)
    heard = sum(syllables(word) for word in words) / len(words)
    return Readability(
        len(words),
        len(spans),
        round(length, 1),
        round(206.835 - 1.015 * length - 84.6 * heard, 1),
    )


def syllables(word: str) -> int:
    """Return about how many syllables an English `word` has, at least one."""
    spoken = word.lower()
    count = len(VOWELS.findall(spoken))
    if count > 1 and SILENT.search(spoken):
        count -= 1
    return max(count, 1)
