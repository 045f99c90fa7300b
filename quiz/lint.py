"""What the rules of item writing ask about a question: ways in which it gives its key away, or
asks for something else than the rules of the plan.

They follow the taxonomy of Haladyna, Downing and Rodriguez (2002, Applied Measurement in Education
15, 309-334). A finding informs the author and the reviewer, and stops nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kernel.errors import N_
from quiz.item import ItemVersion, Kind, Part

LONGER, LONGER_BY = 1.4, 12  # times the mean of the others, and letters more than it
SHARED = 3  # words that all options begin with
LONG_QUOTE = 60  # words
CHOICES = (Kind.SINGLE, Kind.MULTIPLE)

ALL_OR_NONE = re.compile(
    r"\b(all|none) of (the above|these|them)\b|^以上(都|皆|均)|\bhepsi\b|\bhiçbiri\b", re.IGNORECASE
)
NEGATIVE = re.compile(
    r"\b(not|never|cannot|\w+n['’]t|değil)\b|\bexcept\b(?! for)"
    r"|不是|不能|不属于|不会|不得|不可|除(?!此)[^，,。]{1,12}外(?=的|，|,|哪|谁)"
)
ABSOLUTE = re.compile(r"\b(always|never|only|every|all|none|her zaman|asla)\b|总是|从不|一定")
NUMBER = re.compile(r"-?\d[\d,.]*")
WORD = re.compile(r"[^\W\d_]{7,}")


class Code(StrEnum):
    """What is asked about."""

    LONGEST_IS_KEY = "longest_is_key"
    ALL_OF_THE_ABOVE = "all_of_the_above"
    NEGATIVE_STEM = "negative_stem"
    DOUBLE_NEGATIVE = "double_negative"
    ABSOLUTE_DISTRACTOR = "absolute_distractor"
    SHARED_BEGINNING = "shared_beginning"
    ARTICLE_CUE = "article_cue"
    CLANG = "clang"
    NUMBERS_UNSORTED = "numbers_unsorted"
    ODD_FORM = "odd_form"
    LONG_QUOTE = "long_quote"


ADVICE: dict[Code, str] = {
    Code.LONGEST_IS_KEY: N_("The right option is much longer than the others. Even them out."),
    Code.ALL_OF_THE_ABOVE: N_("Whoever knows two of them need not read on. Name what is meant."),
    Code.NEGATIVE_STEM: N_("A “not” is read over. Ask for what is, or write it in capitals."),
    Code.DOUBLE_NEGATIVE: N_("A negative question with a negative option twists the sense."),
    Code.ABSOLUTE_DISTRACTOR: N_("Only wrong options are absolute: the guess is easy."),
    Code.SHARED_BEGINNING: N_("All options begin alike. Move these words into the question."),
    Code.ARTICLE_CUE: N_("The last word of the question fits some options only."),
    Code.CLANG: N_("A word of the question stands in the right option alone."),
    Code.NUMBERS_UNSORTED: N_("Put numbers into their order, and say that they have one."),
    Code.ODD_FORM: N_("Some options end with a full stop and others do not."),
    Code.LONG_QUOTE: N_("The quoted words are many. Quote those that settle the question."),
}


@dataclass(frozen=True)
class Finding:
    """Something asked about a question. part: of the item, from 0. about: the words it is about."""

    code: Code
    part: int
    about: str = ""


def findings(item: ItemVersion) -> tuple[Finding, ...]:
    """Return what the rules ask about a sound item (`quiz.item.faults`), question by question."""
    return tuple(
        Finding(code, number, about)
        for number, part in enumerate(item.parts)
        for code, about in _of_part(part)
    )


def _of_part(part: Part) -> Iterator[tuple[Code, str]]:
    yield from _stem(part)
    if part.kind in CHOICES:
        yield from _options(part)
    if part.kind is Kind.SINGLE:
        yield from _key(part)
    quote = part.basis.quote
    if len(quote.split()) > LONG_QUOTE or len(quote) > LONG_QUOTE * 10:
        yield Code.LONG_QUOTE, quote[:40]


def _stem(part: Part) -> Iterator[tuple[Code, str]]:
    if part.kind is Kind.TRUE_FALSE:
        return  # what is false is often said with a "not"
    asked = _last_sentence(part.stem)
    # Capitals make a negative visible: only all of them do.
    plain = " ".join(word if word.isupper() else word.casefold() for word in asked.split())
    if found := NEGATIVE.search(plain):
        yield Code.NEGATIVE_STEM, found[0]
    again = next((one for one in part.options if NEGATIVE.search(one.casefold())), None)
    if again and NEGATIVE.search(asked.casefold()):
        yield Code.DOUBLE_NEGATIVE, again
    if article := re.search(r"\b(a|an)[\s_…:.]*$", part.stem):
        yield Code.ARTICLE_CUE, article[1]


def _last_sentence(stem: str) -> str:
    """Return the question itself, without the facts that lead to it."""
    sentences = [one for one in re.split(r"(?<=[.!?。！？])\s*", stem.strip()) if one]
    return sentences[-1] if sentences else ""


def _options(part: Part) -> Iterator[tuple[Code, str]]:
    for option in part.options:
        if found := ALL_OR_NONE.search(option):
            yield Code.ALL_OF_THE_ABOVE, found[0]
    words = [option.casefold().split() for option in part.options]
    if len({tuple(one[:SHARED]) for one in words}) == 1 and min(map(len, words)) > SHARED:
        yield Code.SHARED_BEGINNING, " ".join(part.options[0].split()[:SHARED])
    stopped = [option for option in part.options if option.rstrip()[-1:] in {".", "。"}]
    if 0 < len(stopped) < len(part.options):
        yield Code.ODD_FORM, stopped[0]
    numbers = [] if part.in_order else _numbers(part.options)
    if numbers not in (sorted(numbers), sorted(numbers, reverse=True)):
        yield Code.NUMBERS_UNSORTED, ""


def _numbers(options: tuple[str, ...]) -> list[float]:
    """Return the numbers of options that are nothing but a number with its unit; else nothing."""
    found = []
    for option in options:
        numbers = NUMBER.findall(option)
        # In some languages a dot parts thousands: then nobody can tell what the number is.
        if len(numbers) != 1 or len(option.split()) > 3 or re.search(r"\d\.\d{3}", option):
            return []
        plain = numbers[0].strip(",.").replace(",", "")
        if plain.count(".") > 1:
            return []
        found.append(float(plain))
    return found


def _key(part: Part) -> Iterator[tuple[Code, str]]:
    key = part.options[part.key[0]]
    others = [text for place, text in enumerate(part.options) if place not in part.key]
    mean = sum(map(len, others)) / len(others)
    if len(key) >= LONGER * mean and len(key) >= mean + LONGER_BY:
        yield Code.LONGEST_IS_KEY, key
    absolute = [text for text in others if ABSOLUTE.search(text.casefold())]
    if len(absolute) > 1 and not ABSOLUTE.search(key.casefold()):
        yield Code.ABSOLUTE_DISTRACTOR, absolute[0]
    asked = set(WORD.findall(_last_sentence(part.stem).casefold()))
    shared = asked & set(WORD.findall(key.casefold()))
    shared -= {word for text in others for word in WORD.findall(text.casefold())}
    if shared:
        yield Code.CLANG, min(shared)
