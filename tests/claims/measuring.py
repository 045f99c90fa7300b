"""How much of what was planted in tests/claims/sentences.toml redaction finds."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from claims.redaction import PLAIN, Redacted, parse_parties, redact

TUNING, HELD_OUT, DISGUISED, COUNTED = "tuning", "held out", "disguised", "counted"
JOINED = date(2025, 10, 6)  # the day that the days of the set "counted" are counted from
_MARK = re.compile("⟦([a-z]+)\\|([^⟧]*)⟧")
FILE = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Planted:
    """A planted stretch: its kind, its words, and whether not a letter of it is left."""

    kind: str
    words: str
    gone: bool


def planted(group: str) -> list[Planted]:
    """Return what was planted in the sentences of a set, each with whether it went."""
    return [
        one for sentence in FILE["planted"] if sentence["set"] == group for one in _of(sentence)
    ]


def false_alarms(since: date | None = None) -> list[str]:
    """Return what is hidden or replaced in the harmless sentences, words as written.

    since: the day that days are counted from; the months of two sentences are no false alarms then.
    """
    return [
        words for one in FILE["harmless"] for words in _hidden(redact(one["text"], (), since=since))
    ]


def stray_alarms(group: str) -> list[str]:
    """Return what is hidden in the planted sentences although nothing was planted there."""
    found = []
    for sentence in FILE["planted"]:
        if sentence["set"] == group:
            marks = [words for _kind, words in _MARK.findall(sentence["text"])]
            hidden = _hidden(_redacted(sentence))
            found += [one for one in hidden if not any(one in w or w in one for w in marks)]
    return found


def by_kind(found: list[Planted]) -> dict[str, tuple[int, int]]:
    """Return kind to how many went and how many there were."""
    gone, all_of_them = Counter(p.kind for p in found if p.gone), Counter(p.kind for p in found)
    return {kind: (gone[kind], count) for kind, count in sorted(all_of_them.items())}


def _redacted(sentence: dict) -> Redacted:
    parties = parse_parties("\n".join(sentence.get("parties", ())))
    since = JOINED if sentence["set"] == COUNTED else None
    return redact(_MARK.sub(r"\2", sentence["text"]), parties, since=since)


def _hidden(redacted: Redacted) -> list[str]:
    return [one.written for one in redacted.pieces if one.what != PLAIN]


def _of(sentence: dict) -> list[Planted]:
    hidden: list[bool] = []
    for piece in _redacted(sentence).pieces:
        hidden += [piece.what != PLAIN] * len(piece.written)
    found, at, shift = [], 0, 0
    text = sentence["text"]
    for mark in _MARK.finditer(text):
        kind, words = mark.groups()
        at = mark.start() - shift
        shift += len(mark.group()) - len(words)
        there = range(at, at + len(words))
        gone = all(hidden[n] for n in there if words[n - at].isalnum())
        found.append(Planted(kind, words, gone))
    return found
