"""Range words, and whether each includes the number that it names. Readings, not doubts."""

import re
from collections.abc import Iterator

from kernel.errors import N_
from rules.lint.finding import Context, Hit, Params
from rules.lint.quantity import (
    COUNT,
    HAN_COUNT,
    HAN_TIME,
    KIND_OF,
    KIND_OF_DAY,
    MEASURED,
    MONTH,
    NUMBER,
    S,
    like,
    value,
)

INCLUDED = N_("“%(quote)s”: %(number)s is included.")
EXCLUDED = N_("“%(quote)s”: %(number)s is not included.")
FROM_NEXT = N_("“%(quote)s”: %(number)s is not included, %(next)s is.")
BOTH = N_("“%(quote)s”: %(number)s and %(next)s are both included.")
THAT_DAY = N_("“%(quote)s”: that day is included.")
NOT_THAT_DAY = N_("“%(quote)s”: that day is not included.")

# What may follow a number and is no unit of it: "under 18 may join".
NO_UNIT = (
    r"(?:or|and|of|to|is|are|may|must|can|cannot|will|for|in|on|at|by|with|who|that|if|when|where"
    r"|has|have|had|it|the|a|an|does|do|not|as|from|before|after)"
)
UNIT = (
    rf"(?:{S}(?:{KIND_OF}|{KIND_OF_DAY}|valid|other))?"
    rf"(?:{S}(?!{NO_UNIT}\b)(?P<unit>[a-z]{{1,24}}))?"
)
AMOUNT = rf"(?P<count>{COUNT}(?:{S}(?:half|third|quarter)\b)?){UNIT}"
DATE = rf"(?:{NUMBER}{S}{MONTH}(?:,?{S}\d{{4}})?|{MONTH}{S}\d{{1,2}}(?:,?{S}\d{{4}})?)\b"
NOT = r"(?:not|no|never)"
INCLUDING = re.compile(
    rf"\b(?:at{S}(?:least|most)|{NOT}{S}(?:more|less|fewer|later|earlier|older|younger){S}than"
    rf"|{NOT}{S}(?:over|under|exceeding|above|below)|up{S}to(?:{S}and{S}including)?"
    rf"|a{S}(?:minimum|maximum){S}of|within|from{S}(?=the{S}age))"
    rf"(?:{S}the{S}age{S}of)?{S}{AMOUNT}",
    re.IGNORECASE,
)
ABOVE = re.compile(
    rf"(?<!no )(?<!not )(?<!never )\b(?:(?:more|longer|later|older|greater|higher){S}than"
    rf"|over|above|exceed(?:s|ing)?|in{S}excess{S}of){S}{AMOUNT}",
    re.IGNORECASE,
)
BELOW = re.compile(
    rf"(?<!no )(?<!not )(?<!never )\b(?:(?:less|fewer|shorter|earlier|younger|lower){S}than"
    rf"|under|below){S}{AMOUNT}",
    re.IGNORECASE,
)
TRAILING = re.compile(
    rf"{AMOUNT}(?:{S}of{S}age)?{S}or{S}(?:more|less|fewer|longer|shorter|older|younger|over|under)\b",
    re.IGNORECASE,
)
ON_DAY = re.compile(
    rf"\b(?:on{S})?day{S}(?P<count>{NUMBER}){S}or{S}(?:earlier|later|before|after)\b"
    rf"|\bfrom{S}day{S}(?P<first>{NUMBER})",
    re.IGNORECASE,
)
BETWEEN = re.compile(
    rf"\b(?:between{S}(?P<count>{COUNT}){S}and|from{S}(?P<low>{COUNT})(?:{S}[a-z]{{1,24}})?{S}to)"
    rf"{S}(?P<high>{COUNT})(?:{S}(?P<unit>[a-z]{{1,24}}))?",
    re.IGNORECASE,
)
TO_DATE = re.compile(
    rf"\b(?:[Uu]ntil|[Tt]ill|[Uu]p{S}to|[Oo]n{S}or{S}(?:before|after)|[Tt]hrough|[Bb]y){S}{DATE}"
)
FROM_DATE = re.compile(rf"\b{DATE}{S}or{S}(?:earlier|later|before|after)\b")
OFF_DATE = re.compile(rf"(?<!or )\b(?:[Bb]efore|[Aa]fter){S}{DATE}")

HAN_UNIT = rf"\s?(?P<unit>{HAN_TIME}|周岁|岁|元|人|次|名|份|张|个|项|票|字)?"
HAN_AMOUNT = rf"(?P<count>{HAN_COUNT}){HAN_UNIT}"
HAN_INCLUDING = re.compile(
    rf"(?:不少于|不低于|不小于|至少|不超过|不多于|不大于|不高于|至多|最多|最少|年满|(?<![未不年])满){HAN_AMOUNT}"
    rf"|(?P<count2>{HAN_COUNT})\s?(?P<unit2>{HAN_TIME}|岁|元|人|次|名|份|张|个|项|票|字)?"
    r"(?:及|或)?(?:以上|以下|以内|之内)(?![（(]?不含)"
)
HAN_EXCLUDING = re.compile(
    rf"(?:(?<!不)(?:超过|多于|大于|高于|少于|小于|低于)|不足|不满|未满){HAN_AMOUNT}(?!以[上下])"
)


def range_words(text: str, context: Context) -> Iterator[Hit]:
    """Spell out for each range word whether the number that it names is included."""
    for pattern in (INCLUDING, TRAILING):
        for found in pattern.finditer(text):
            yield _hit(found, INCLUDED, _named(found["count"], found["unit"]))
    for pattern, step in ((ABOVE, 1), (BELOW, -1)):
        for found in pattern.finditer(text):
            yield _excluding(found, step)
    for found in ON_DAY.finditer(text):
        yield _hit(found, INCLUDED, f"day {found['count'] or found['first']}")
    for found in BETWEEN.finditer(text):
        low, high = found["count"] or found["low"], found["high"]
        yield _hit(found, BOTH, low, ("next", high))
    for pattern, reading in ((TO_DATE, THAT_DAY), (FROM_DATE, THAT_DAY), (OFF_DATE, NOT_THAT_DAY)):
        for found in pattern.finditer(text):
            yield _hit(found, reading, "")
    yield from _chinese(text)


def _excluding(found: re.Match[str], step: int) -> Hit:
    """Name the first number that is in, where whole numbers are counted."""
    count, unit = found["count"], found["unit"] or ""
    whole, counted = value(count), unit.endswith("s") and unit.lower() not in MEASURED
    if whole is None or not counted or whole + step < 0:
        return _hit(found, EXCLUDED, _named(count, unit))
    following = _named(like(count, whole + step), unit)
    return _hit(found, FROM_NEXT, _named(count, unit), ("next", following))


def _named(count: str, unit: str | None) -> str:
    """Day 30 is a day of its own; of other things the number alone is said."""
    return f"day {count}" if (unit or "").lower() in {"day", "days"} else count


def _hit(found: re.Match[str], reading: str, number: str, *more: tuple[str, str]) -> Hit:
    params: Params = (("quote", found[0]), ("number", number), *more)
    return Hit(found.start(), found.end(), reading, params)


def _chinese(text: str) -> Iterator[Hit]:
    """“30天以上” includes 30 (as the Civil Code reads it), “超过30天” does not."""
    for found in HAN_INCLUDING.finditer(text):
        count = found["count"] or found["count2"]
        unit = found["unit"] if found["count"] else found["unit2"]
        yield _hit(found, INCLUDED, f"{count}{unit or ''}")
    for found in HAN_EXCLUDING.finditer(text):
        yield _hit(found, EXCLUDED, f"{found['count']}{found['unit'] or ''}")
