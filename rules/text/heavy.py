"""The words on which a duty, a limit or a benefit hangs: their change is never mere wording.

English and Chinese. What belongs to the lists is a rule of the house, and they lean to caution: a
word that bears on a rule in some sentences is listed although in others it does not.
"""

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from rules.text.reference import REFERENCE, Term, uses
from rules.text.tokens import ENDS


class Sense(StrEnum):
    """What a heavy word says."""

    NUMBER = "number"  # and money, per cent, a sign before or between numbers
    MODAL = "modal"  # who must, who may
    NEGATION = "negation"
    COMPARISON = "comparison"  # and time, scope, condition: from when, how far, of whom, if
    TERM = "term"  # a defined term, or a reference to another clause


Marks = Counter[tuple[Sense, str]]

ENGLISH = {
    Sense.NUMBER: """
        zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
        ninety hundreds? thousands? millions? billions? dozens? first second third fourth fifth
        sixth seventh eighth ninth tenth half halves quarters? single once twice double triple
        per\\s+cent percent percentage yuan fen rmb cny usd eur gbp dollars? euros? pounds?""",
    Sense.MODAL: """
        must may might shall should can could cannot will would won ought needs? requires?
        required obliged obliges? entitles? entitled permits? permitted allows? allowed forbids?
        forbidden prohibits? prohibited ha(?:s|ve|d)\\s+to""",
    Sense.NEGATION: """
        no not never none nobody nothing nowhere neither nor without unless excepts? excepting
        exceptions? cannot non fails? failed lacks? lacking other\\s+than""",
    Sense.COMPARISON: """
        more most less least fewer fewest greater greatest larger largest smaller smallest higher
        highest lower lowest longer longest shorter shortest earlier earliest later latest older
        oldest younger youngest at\\s+least at\\s+most up\\s+to than over under above below beyond
        exceeds? exceeded exceeding maximum minimum before after within until till from since
        during through throughout between inclusive exclusive includes? included including
        excludes? excluded excluding days? daily weeks? weekly months? monthly years? yearly
        annual annually hours? minutes? nights? calendar working business consecutive dates?
        deadlines? birthdays? today times? periods? immediately last past next previous prior
        following january february march april (?<=\\d\\s)may may(?=\\s\\d) june july august
        september october november
        december monday tuesday wednesday thursday friday saturday sunday only all any each every
        some either both whole entire total or if provided whether""",
}
CHINESE = {
    Sense.NUMBER: "一(?![定切般起致样])|[〇零二三四五六七八九十百千万亿两半倍元]",
    Sense.MODAL: "必须|不得|应当|应该|可以|能够|有权|有义务|允许|准许|禁止|须|(?<![反相适对])应"
    "|(?<![认许])可|(?<!功)能",
    Sense.NEGATION: "[不没无除勿否免]|未(?!来)|非(?!常)",
    Sense.COMPARISON: "不超过|超过|不少于|不多于|以上|以下|以内|以外|以前|以后|之前|之后|至少|至多"
    "|最多|最少|最近|多于|少于|大于|小于|高于|低于|等于|不满|不足|满|连续|期间|截至|截止|小时|分钟"
    "|全部|所有|任何|任一|每|仅|只|或者|或|如果|如(?![实何下])|若|包括|包含|立即|前|后|内(?![容科])"
    "|起|至|止|自(?![己然动行])|从(?!事)|期|时|日(?!常)|天|周|月|年",
}
DASHES = dict.fromkeys(map(ord, "‑–—−～~"), "-")
FIGURE = r"\d+(?:[.,]\d+)*"
SIGNS = {
    # "10-15" is one figure: a dash that comes or goes changes it.
    Sense.NUMBER: rf"(?:(?<!\w)[-−+])?{FIGURE}(?:\s?[-‑–—−~～/:]\s?{FIGURE})*|[%‰¥￥$€£]",
    Sense.NEGATION: r"(?<=n)['’]t\b",
    Sense.COMPARISON: "[<>≤≥=±≈]",
}


def _pattern(sense: Sense) -> re.Pattern[str]:
    words = "|".join(sorted(ENGLISH[sense].split(), key=len, reverse=True))
    ways = [CHINESE[sense], rf"(?<![a-z])(?:{words})(?![a-z])", SIGNS.get(sense)]
    return re.compile("|".join(way for way in ways if way), re.IGNORECASE)


PATTERNS = {sense: _pattern(sense) for sense in ENGLISH}


def marks(text: str, terms: Iterable[Term] = ()) -> Marks:
    """Return the heavy words of `text`, each in its sense, and how often it stands there."""
    found: Marks = Counter()
    for sense, pattern in PATTERNS.items():
        found.update((sense, _plain(match[0])) for match in pattern.finditer(text))
    found.update((Sense.TERM, match[0]) for match in REFERENCE.finditer(text))
    found.update(
        (Sense.TERM, _as_defined(text, start, end, term)) for start, end, term in uses(text, terms)
    )
    return found


def _plain(word: str) -> str:
    return " ".join(word.translate(DASHES).lower().split())


def _as_defined(text: str, start: int, end: int, term: Term) -> str:
    """A use of a term; one that is defined with a capital letter loses its sense without it."""
    used = " ".join(text[start:end].split())
    before = text[:start].rstrip()
    heads_sentence = not before or before[-1] in ENDS
    if term.name[:1].isupper() and not heads_sentence:
        return used
    return used[:1].lower() + used[1:]
