"""What is doubtful about a wording, by rule. A finding asks the editors; it is not an error."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kernel.errors import N_

LONGEST_SENTENCE = 35  # words

COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|thirty|sixty|ninety)"
SPAN = rf"{COUNT}(?:\s+\w+)?\s+(?:minute|hour|day|week|month|year)s?"
SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?=\S)[^.!?]*)*[.!?]?")
WINDOW = re.compile(rf"\bwithin (?:the )?(?:last |past |next )?{SPAN}\b", re.IGNORECASE)
ANCHOR = re.compile(r"\b(?:before|after|from|since|of|until|ending|following)\b", re.IGNORECASE)
DURATION = re.compile(rf"\bfor (?P<span>{SPAN})\b", re.IGNORECASE)
SAID = re.compile(rf"\bexactly {SPAN}\b", re.IGNORECASE)
OPEN_WORDS = re.compile(r"\b(?:and/or|shall|as appropriate|reasonable|promptly)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """A place in a wording that a rule points at. `advice` is a msgid."""

    rule: str
    quote: str
    advice: str


def findings(text: str) -> list[Finding]:
    """Return what the rules find in `text`, in the order of the rules."""
    return [found for rule in RULES for found in rule(text)]


def sentences(text: str) -> list[str]:
    """Cut `text` into sentences; a point inside a number ends none."""
    return [found.strip() for found in SENTENCE.findall(text) if found.strip()]


def window_without_anchor(text: str) -> Iterator[Finding]:
    """ "Within the last two years": before what? The anchor has to follow in the same sentence."""
    for sentence in sentences(text):
        for window in WINDOW.finditer(sentence):
            if not ANCHOR.search(sentence, window.end()):
                yield Finding(
                    "window-without-anchor",
                    window[0],
                    N_("A window of time that hangs on no day. Say before or after which day."),
                )


def open_duration(text: str) -> Iterator[Finding]:
    """ "For 30 days" leaves day 30 open, unless the clause says what exactly that many means."""
    if SAID.search(text):
        return
    for found in DURATION.finditer(text):
        after = text[found.end() : found.end() + 30]
        if not re.match(r"\s+(?:after|before|from)\b", after):
            yield Finding(
                "open-duration",
                found[0],
                N_("A duration whose edge is open. Say more than, at least, or exactly."),
            )


def long_sentence(text: str) -> Iterator[Finding]:
    """A sentence of more than 35 words is read twice."""
    for sentence in sentences(text):
        words = sentence.split()
        if len(words) > LONGEST_SENTENCE:
            yield Finding(
                "long-sentence",
                " ".join(words[:8]) + " …",
                N_("A sentence of more than 35 words. Cut it in two."),
            )


def open_word(text: str) -> Iterator[Finding]:
    """Words that two readers take in two ways."""
    for found in OPEN_WORDS.finditer(text):
        yield Finding(
            "open-word",
            found[0],
            N_("A word that two readers take in two ways. Say what is meant."),
        )


RULES: tuple[Callable[[str], Iterator[Finding]], ...] = (
    window_without_anchor,
    open_duration,
    long_sentence,
    open_word,
)
