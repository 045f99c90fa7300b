"""Words that are nearly those of a rule: what a reader who was not careful takes them for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rules.lint.quantity import NUMBER, WORDS, like, value

MOST_MISSES = 4
BEFORE = 40  # letters in which the range word before a number stands
# What a range word says of n - 1, n and n + 1; of two that fit, the longer counts.
RANGES: dict[str, tuple[bool, bool, bool]] = {
    "no more than": (True, True, False),
    "not more than": (True, True, False),
    "no less than": (False, True, True),
    "not less than": (False, True, True),
    "no fewer than": (False, True, True),
    "up to and including": (True, True, False),
    "more than": (False, False, True),
    "longer than": (False, False, True),
    "less than": (True, False, False),
    "fewer than": (True, False, False),
    "shorter than": (True, False, False),
    "at least": (False, True, True),
    "at most": (True, True, False),
    "within": (True, True, False),
}
UNIT = re.compile(r"\s+([^\W\d_]+(?:\s(?:days|weeks|months|years|ballots))?)")
TURNED_ROUND = re.compile(r"\b(?:no|not|never|than)\s+$", re.IGNORECASE)
# What a word is taken for. Of two that fit, the longer counts.
TAKEN_FOR: dict[str, tuple[str, ...]] = {
    "no more than": ("more than", "at least"),
    "more than": ("at least", "less than"),
    "less than": ("at most", "more than"),
    "fewer than": ("at most", "more than"),
    "at least": ("more than", "at most"),
    "at most": ("less than", "at least"),
    "within": ("after", "before"),
    "must not": ("must", "need not"),
    "may not": ("may", "need not"),
    "must": ("may", "should"),
    "may": ("must", "cannot"),
    "shall": ("may", "should"),
    "unless": ("if", "even if"),
    "before": ("after", "within a year of"),
    "after": ("before", "during"),
    "and": ("or",),
    "or": ("and",),
    "all": ("some", "most"),
    "only": ("mainly",),
    "不得": ("可以", "必须"),
    "可以": ("不得", "必须"),
    "必须": ("可以", "不得"),
    "以上": ("以下", "以内"),
    "以下": ("以上", "以外"),
}
HAN = "一二三四五六七八九十"
NAMES = {number: word for word, number in WORDS.items()}
COUNT = re.compile(rf"{NUMBER}|\b(?:{'|'.join(WORDS)})\b|[{HAN}]", re.IGNORECASE)


@dataclass(frozen=True)
class Included:
    """A range word with its number. options: one less, the number, one more; key: those meant."""

    phrase: str
    options: tuple[str, ...]
    key: tuple[int, ...]


def included(text: str, start: int, end: int) -> Iterator[Included]:
    """Yield the range words of `text` whose number, or themselves, stand in text[start:end]."""
    for found in re.finditer(NUMBER, text):
        number = value(found[0])
        head = text[max(0, found.start() - BEFORE) : found.start()]
        word = _range_word(head)
        unit = UNIT.match(text, found.end())
        if number is None or number < 1 or word is None or unit is None:
            continue
        first = found.start() - len(head) + word.start()
        if first < end and start < found.end():
            three = [like(found[0], n) for n in (number - 1, number, number + 1)]
            key = tuple(place for place, meant in enumerate(RANGES[word[0].casefold()]) if meant)
            options = tuple(_counted(n, unit[1]) for n in three)
            yield Included(text[first : unit.end()], options, key)


def _range_word(head: str) -> re.Match[str] | None:
    """Return the range word that ends `head`; None where none does, or another turns it round."""
    for word in sorted(RANGES, key=len, reverse=True):
        if found := re.search(rf"\b{word}(?=\s+$)", head, re.IGNORECASE):
            return None if TURNED_ROUND.search(head[: found.start()]) else found
    return None


def _counted(number: str, unit: str) -> str:
    return f"{number} {unit.removesuffix('s') if number == '1' else unit}"


def near_misses(words: str) -> tuple[str, ...]:
    """Return what `words` could be taken for, none of them the same as they or as another."""
    found = dict.fromkeys(one for one in _misses(words) if _plain(one) != _plain(words))
    return tuple(found)[:MOST_MISSES]


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _misses(words: str) -> Iterator[str]:
    if count := COUNT.search(words):
        for other in _beside(count[0]):
            yield words[: count.start()] + other + words[count.end() :]
    for word in sorted(TAKEN_FOR, key=len, reverse=True):
        edge = r"\b" if word.isascii() else ""
        if there := re.search(rf"{edge}{re.escape(word)}{edge}", words, re.IGNORECASE):
            for other in TAKEN_FOR[word]:
                kept = other.capitalize() if there[0][0].isupper() else other
                yield words[: there.start()] + kept + words[there.end() :]
            return


def _beside(count: str) -> Iterator[str]:
    """Yield the numbers beside one, written as it is."""
    if count in HAN:
        at = HAN.index(count)
        yield from (HAN[near] for near in (at - 1, at + 1) if 0 <= near < len(HAN))
        return
    number = value(count)
    if number is None:
        return
    in_words = count.casefold() in WORDS
    for near in (number - 1, number + 1):
        if near >= 0:
            word = NAMES.get(near, str(near)) if in_words else like(count, near)
            yield word.capitalize() if count[0].isupper() else word
