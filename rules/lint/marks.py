"""Signs on the page: letters that look alike, what cannot be seen, spaces, brackets, quotes."""

import re
import unicodedata
from collections.abc import Iterator

from rules.lint.finding import Context, Hit

WORD = re.compile(r"[^\W\d_]++")
INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"  # controls other than tab and line ends
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]++"
)
SPACE = re.compile(
    r"(?<=\S)[ \t\u00a0]{2,}+(?=\S)|(?<=\S)[ \u00a0]++(?=[,;:!?](?:\s|\Z)|\.(?:\s|\Z))"
)
PAIRS = {
    ")": "(",
    "]": "[",
    "}": "{",
    "）": "（",
    "】": "【",
    "」": "「",
    "』": "『",
    "》": "《",
    "”": "“",
}
NUMBERED = re.compile(r"(?m)^[ \t]{0,8}\(?\w{1,3}\)")  # "a)" and "(2)" at the head of a line
INSIDE = re.compile(r"\([^()]*+\)|（[^（）]*+）")
RULED = re.compile(
    r"\b(?:unless|except|must|may|shall|cannot|can|only|if|provided|not|but)\b|除外|除非|但|不得|不含|应当|必须|可以",
    re.IGNORECASE,
)


def mixed_scripts(text: str, context: Context) -> Iterator[Hit]:
    """A Cyrillic or Greek letter inside a Latin word looks right and is found by no search."""
    for word in WORD.finditer(text):
        if not word[0].isascii() and len(_scripts(word[0])) > 1:
            yield Hit(word.start(), word.end())


def _scripts(word: str) -> set[str]:
    """Return which of the three scripts that look alike `word` uses; μm and kΩ are units."""
    names = {
        unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter not in "μΩ"
    }
    return names & {"LATIN", "CYRILLIC", "GREEK"}


def invisible(text: str, context: Context) -> Iterator[Hit]:
    """Characters that nobody sees, some of which turn the direction of what follows."""
    for found in INVISIBLE.finditer(text):
        yield Hit(found.start(), found.end())


def spacing(text: str, context: Context) -> Iterator[Hit]:
    """Two spaces, or a space before a comma: often the trace of words that were taken out."""
    for found in SPACE.finditer(text):
        yield Hit(found.start(), found.end())


def unbalanced(text: str, context: Context) -> Iterator[Hit]:
    """A bracket or a quotation mark whose other half is missing."""
    heads = {found.end() - 1 for found in NUMBERED.finditer(text)}
    opened: list[int] = []
    lone: list[int] = []
    for place, sign in enumerate(text):
        if sign in PAIRS.values():
            opened.append(place)
        elif sign in PAIRS:
            if opened and text[opened[-1]] == PAIRS[sign]:
                opened.pop()
            elif place not in heads:
                lone.append(place)
    if text.count('"') % 2:
        lone.append(text.rindex('"'))
    for place in sorted([*lone, *opened]):
        yield Hit(place, place + 1)


def rule_in_brackets(text: str, context: Context) -> Iterator[Hit]:
    """Brackets say "by the way"; what decides a claim does not belong there."""
    for found in INSIDE.finditer(text):
        if RULED.search(found[0]):
            yield Hit(found.start(), found.end())
