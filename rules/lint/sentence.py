"""Sentences: where they end, how long they are, and what a clause begins with."""

import re
from collections.abc import Iterator

from rules.lint.finding import Context, Hit
from rules.text.reference import CJK

LONGEST_SENTENCE = 35  # words
LONGEST_CHINESE = 80  # characters

# A point inside a number ends no sentence, since no space follows it.
END = re.compile(
    r"(?<![.!?])[.!?]++[\"”’)\]]*+(?=\s|\Z)"  # "Ask." and (ask!)
    r"|[。！？]++[”’」』）]*+"
    r"|\n[^\S\n]{0,20}\n"
)
SHORTENED = re.compile(r"(?:\b(?:e\.g|i\.e|cf|no|art|vs|mr|mrs|ms|dr|st)|\b[A-Z])\.\Z", re.I)
WORD = re.compile(r"\S+")
HAN = re.compile(rf"[{CJK}]")
UNCLEAR = re.compile(
    r"\s*+(?:(?P<it>It|They|He|She)\b"
    r"|(?P<this>This|That|These|Those)\s(?:is|are|was|were|has|have|does|do|may|must|shall|can|will"
    r"|cannot|means|applies|apply|holds|hold|includes|counts|count|ends|begins)\b"
    r"|(?P<han>其(?![他它余中次实])|它们?|上述|前述|该等))"
)


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of `text` begins and ends, without the spaces around it."""
    start = 0
    for end in END.finditer(text):
        if SHORTENED.search(text[max(start, end.end() - 6) : end.end()]):
            continue
        yield from _bare(text, start, end.end())
        start = end.end()
    yield from _bare(text, start, len(text))


def _bare(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    held = text[start:end]
    if held.strip():
        start += len(held) - len(held.lstrip())
        yield start, start + len(held.strip())


def sentences(text: str) -> list[str]:
    """Cut `text` into sentences; a point inside a number ends none."""
    return [text[start:end] for start, end in sentence_spans(text)]


def long_sentence(text: str, context: Context) -> Iterator[Hit]:
    """A sentence of more than 35 words, or of more than 80 Chinese characters, is read twice."""
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        han = len(HAN.findall(sentence))
        words = len(WORD.findall(HAN.sub(" ", sentence)))
        if han > LONGEST_CHINESE or (not han and words > LONGEST_SENTENCE):
            yield Hit(start, end)


def unclear_start(text: str, context: Context) -> Iterator[Hit]:
    """A clause is cited alone: "This" and "It" at its very beginning point outside of it."""
    if found := UNCLEAR.match(text):
        group = found.lastgroup or 0
        yield Hit(found.start(group), found.end(group))
