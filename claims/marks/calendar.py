"""Days without a year, and months, in English, Chinese and Turkish; only a year alone stays.

They are looked for only where days are counted from joining: 10 November beside "day 400 after
joining" tells the day of joining. Which year is meant is never guessed, since a wrong day could
decide a case.
"""

import re

from claims.marks.days import DATE, EARLIEST, HAN_NUMBER, SIGNS, UNTIL, written_number
from claims.marks.rule import SUFFIX, Rule, rule

_LONG = "january february april june july august september october november december".split()
_SHORT = "jan feb apr jun jul aug sept sep oct nov dec".split()
_ENGLISH = [*_LONG, *_SHORT]
_TURKISH = "subat nisan mayis haziran temmuz agustos eylul kasim".split()
_TURKISH_WORDS = "ocak mart ekim aralik".split()  # a hearth, a gull, sowing, a gap
_HANGING = r"(?:['’]?(?:[dt][ae](?:n|ki)?|n?[iu]n|[iuae]|y[iuae]))?"
_EDGE, _END = r"(?<![A-Za-z])", r"(?![A-Za-z_])"


def _one_of(words: list[str]) -> str:
    return "(?:" + "|".join(words) + ")"


_CLEAR = (
    f"(?i:(?:{_one_of(_ENGLISH)}|{_one_of([*_TURKISH, *_TURKISH_WORDS])}{_HANGING}){_END}{SUFFIX})"
)
# These are words too: he may, a march. A capital tells, or 3rd, or a word of time before them.
_CAPITAL = rf"(?:May|MAY|March|MARCH|Mar|MAR){_END}{SUFFIX}"
_ANY = rf"(?:{_CLEAR}|(?i:march|may|mar){_END})"
_PLAIN = rf"(?:{_CLEAR}|{_CAPITAL})"

_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_ORDINAL = r"(?i:\s?(?:st|nd|rd|th)(?![a-z]))"
_AND = r"(?i:\s?[\-~,/&]\s?|\s(?:and|to|or|until|ve|ile|ila)\s)"
_DAYS = rf"{_DAY}{_ORDINAL}?(?:{_AND}(?:(?<!,\s)the\s)?{_DAY}{_ORDINAL}?){{0,3}}"
_TENS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth"
_ONES = _one_of("first second third fourth fifth sixth seventh eighth ninth".split())
_SPELLED = (
    rf"(?i:(?:(?:twenty|thirty)[ \-])?{_ONES}"
    rf"|{_one_of([*_TENS.split(), 'nineteenth', 'twentieth', 'thirtieth'])})"
)
_TURKISH_ONES = _one_of("bir iki uc dort bes alti yedi sekiz dokuz".split())
_TURKISH_DAY = rf"(?i:(?:on|yirmi|otuz)(?:\s?{_TURKISH_ONES})?|{_TURKISH_ONES})"
_TURKISH_MONTH = rf"(?i:{_one_of([*_TURKISH, *_TURKISH_WORDS])})"
_THE = r"(?:\b(?i:the)\s)?"
_OF = r"\s(?i:(?:day\s)?of)\s"
_BEFORE = r"(?<!\d)(?<!\d[.:,/])"
_NO_CLAUSE = r"(?i:(?<!clause\s)(?<!article\s)(?<!section\s)(?<!rule\s))"
_GAP = r"(?:\s?[\-/._]\s?|[\s\-/.]{0,2})"
_NEAR = r"(?:\s{1,2}|[\-/._])?"  # of 12. May I ask, nothing is a date
_SHORT_YEAR = r"(?:(?:,?\s?['’]|[\-/.]?)\d\d(?!\d))?"
_UNIT = (
    r"(?i:\s?(?:%|℃|°|元|[mck]?[mgl]\b|mmhg|yuan|tl\b|days?|weeks?|months?|years?|times|hours?))"
)
_NO_MORE = rf"(?!\d|[.,:/\-]\d|{_UNIT})"


def _after(*cues: str) -> str:
    """Return what stands right after one of the words, with a space or a dash between."""
    return "(?i:" + "|".join(rf"(?<=\b{cue}[\s\-])" for cue in cues) + ")"


_ON = _after(*"on since until till by before after between dated from to".split())
_IN = _after(
    *"in since until till by before after between from to last next this early late mid of during "
    "through every each gecen bu gelecek".split()
)
_WITHIN = _after("in", "since", "early", "late", "mid", r"end\sof", r"start\sof", r"beginning\sof")
_AYI = r"(?i:\s?ay(?:i(?:n|nda|ndan|ndaki|nin|na)?)?\b)"

_NUMBER = r"(?<![\d.,:/\-])(?<!\d\s)(?P<one>\d{1,2})"
_SCORE = "".join(
    rf"(?<!{word}\s)" for word in "stage grade score power clause vision acuity ratio".split()
)
_COUNTED = "tablet|dose|pill|lymph|nodes|members|markers|points|care\\b|的|oran"
_NOT_OF = rf"(?!\s?(?i:of\b(?!\s(?:\d{{4}}|this|last|that))|out\b|{_COUNTED})){_NO_MORE}"
_SLASH = rf"(?i:{_SCORE}){_NUMBER}\s?/\s?(?P<two>\d{{1,2}}){_NOT_OF}"
_POINT = rf"{_NUMBER}[.\-](?P<two>0\d|1[0-2]){_NOT_OF}"
_TARIH = r"(?i:\s?[日号]|['’][dt][ae](?:n|ki)?\b|\.?\s?tarih[a-z]{0,6}|\sgunu\b)"
# What wholes and scores are counted in: 3/4, power 4/5, pain 8/10, vision 6/12.
_PARTS = frozenset({2, 3, 4, 5, 6, 8, 10, 12})
_REST_ON = re.compile(r"(?:based|rests?|rel(?:y|ies|ied)|depends?)\s+on\s$", re.IGNORECASE)

_MONTH_NUMBER = r"(?:0?[1-9]|1[0-2])"
_HAN_MONTH = rf"(?:\d{{1,2}}|{HAN_NUMBER}{{1,2}})"
_HAN_PART = r"(?:份|[上中下]旬|初[一二三四五六七八九十]|[初底末中])?"


def _can_be_day(match: re.Match[str]) -> bool:
    one, two = sorted((int(match["one"]), int(match["two"])))
    return 1 <= one <= 12 and two <= 31 and not _REST_ON.search(match.string[: match.start()])


def _is_no_part(match: re.Match[str]) -> bool:
    """Whether two numbers are more likely a day than a fraction or a score."""
    one, two = int(match["one"]), int(match["two"])
    return _can_be_day(match) and (two not in _PARTS or one > two)


def _is_month(match: re.Match[str]) -> bool:
    return 1 <= written_number(match["m"]) <= 12


# What stays is only a group y; m is a month in Chinese. Before names: Kasım is one too.
RULES: tuple[Rule, ...] = (
    rule(
        DATE,
        rf"{_EDGE}{_PLAIN}\s?[\-/]\s?{_PLAIN}(?:\s(?P<y>(?:19|20)\d\d)(?!\d))?",
        cased=True,
    ),
    rule(
        DATE,
        rf"{_EDGE}{_ANY}[.,]?\s?(?i:of\s)?[\-/]?\s?(?P<y>(?:19|20)\d\d)(?!\d){SUFFIX}",
        cased=True,
    ),
    rule(
        DATE,
        rf"(?<!\d)(?P<y>(?:19|20)\d\d)(?i:\s?[\-/,]?\s?(?:yil[a-z]*\s)?){_CLEAR}{_AYI}?(?!\s?\d)",
        cased=True,
    ),
    rule(DATE, rf"(?<![\d.,/\-]){_MONTH_NUMBER}\s?[/.\-]\s?(?P<y>(?:19|20)\d\d){_NO_MORE}"),
    rule(
        DATE,
        rf"(?<![\d.,/\-])(?P<y>(?:19|20)\d\d)(?:[/\-]{_MONTH_NUMBER}|\.(?:0[1-9]|1[0-2])){_NO_MORE}",
    ),
    rule(
        DATE,
        rf"(?P<y>\d{{4}}|[{SIGNS}]{{4}})\s?年\s?的?\s?(?P<m>{_HAN_MONTH})\s?月{_HAN_PART}",
        _is_month,
    ),
    rule(DATE, rf"{_BEFORE}{_THE}{_DAYS}{_OF}{_ANY}{_SHORT_YEAR}", cased=True),
    rule(DATE, rf"{_EDGE}{_THE}{_SPELLED}(?:{_OF}{_ANY}|\s{_PLAIN}){_SHORT_YEAR}", cased=True),
    rule(DATE, rf"{_BEFORE}{_THE}{_DAYS}{_GAP}{_CLEAR}{_SHORT_YEAR}", cased=True),
    rule(DATE, rf"{_BEFORE}{_THE}{_DAY}{_ORDINAL}{_NEAR}{_ANY}{_SHORT_YEAR}", cased=True),
    rule(DATE, rf"{_NO_CLAUSE}{_BEFORE}{_THE}{_DAYS}{_NEAR}{_CAPITAL}{_SHORT_YEAR}", cased=True),
    rule(DATE, rf"{_ON}{_DAYS}{_NEAR}{_ANY}{_SHORT_YEAR}", cased=True),
    rule(DATE, rf"{_EDGE}{_PLAIN}{_GAP}{_THE}{_DAYS}{_NO_MORE}{SUFFIX}", cased=True),
    rule(DATE, rf"{_EDGE}{_ANY}{_GAP}{_THE}{_DAY}{_ORDINAL}", cased=True),
    rule(DATE, rf"{_EDGE}{_CLEAR}{_GAP}{_THE}{_SPELLED}(?!\w)", cased=True),
    rule(DATE, rf"{_EDGE}{_ANY}\s(?i:the)\s{_SPELLED}(?!\w|\s[a-z])", cased=True),
    rule(DATE, rf"{_ON}{_ANY}{_GAP}{_THE}{_DAYS}{_NO_MORE}", cased=True),
    rule(
        DATE,
        rf"{_EDGE}(?!(?i:bir)\s){_TURKISH_DAY}\s"
        rf"(?:(?=[A-Z]){_TURKISH_MONTH}|(?i:{_one_of(_TURKISH)})){_HANGING}{_END}{SUFFIX}",
        cased=True,
    ),
    rule(DATE, rf"{_EDGE}{_TURKISH_MONTH}{_AYI}\s{_DAY}{SUFFIX}", cased=True),
    rule(
        DATE,
        rf"{_EDGE}{_TURKISH_MONTH}(?:['’]?n?[iu]n|{_AYI})\s{_TURKISH_DAY}[a-z]{{0,6}}\b",
        cased=True,
    ),
    rule(DATE, rf"{_ON}{_SLASH}", _can_be_day),
    rule(DATE, rf"{_SLASH}{_TARIH}", _can_be_day),
    rule(DATE, rf"(?<=[于在从自到至]){_SLASH}", _can_be_day),
    rule(DATE, _SLASH, _is_no_part),
    rule(DATE, rf"{_after('on', 'since', 'until', 'dated')}{_POINT}", _can_be_day),
    rule(DATE, rf"{_POINT}{_TARIH}", _can_be_day),
    rule(DATE, rf"(?<![\w.,:/\-])(?=0){_POINT}", _can_be_day),
    rule(
        DATE,
        rf"(?<!\d)(?P<m>{_HAN_MONTH})\s?月份?(?:\s?(?:\d{{1,2}}|{HAN_NUMBER}{{1,3}})(?![\d个年月天周]))"
        rf"(?:\s?[日号])?{UNTIL}",
        _is_month,
    ),
)
# After names: of Ayşe Nisan Demir, who is called after April, no part may be left over.
MONTHS_ALONE: tuple[Rule, ...] = (
    rule(DATE, rf"{_EDGE}{_one_of(_LONG)}{_END}"),
    rule(DATE, rf"{_EDGE}{_one_of(_TURKISH)}{_HANGING}{_END}{SUFFIX}(?:{_AYI})?"),
    rule(DATE, rf"{_EDGE}{_one_of(_TURKISH_WORDS)}{_AYI}"),
    rule(DATE, rf"{_EDGE}{_one_of(_TURKISH_WORDS)}['’][a-z]{{1,5}}\b"),
    rule(DATE, rf"{_EDGE}(?=[A-Z]){_TURKISH_MONTH}(?i:[dt][ae](?:n|ki)?)\b", cased=True),
    rule(DATE, rf"{_IN}(?=[A-Z])(?:{_CAPITAL}|(?i:{_one_of(_SHORT)}{_END}))", cased=True),
    rule(DATE, rf"{_IN}(?=[A-Z]){_TURKISH_MONTH}{_HANGING}{_END}", cased=True),
    rule(
        DATE,
        rf"{_EDGE}{_one_of(_TURKISH_WORDS)}[dt][ae]n(?=\s(?:beri\b|once\b|sonra\b|itibaren\b))",
    ),
    rule(DATE, rf"{_WITHIN}(?:march|may){_END}"),
    rule(
        DATE,
        rf"(?<![\d第每{HAN_NUMBER[1:-1]}])(?P<m>{_HAN_MONTH})\s?月{_HAN_PART}(?!龄|怀胎|内)",
        _is_month,
    ),
    rule(DATE, rf"[正腊冬]月(?:[底初]?{HAN_NUMBER}{{1,3}}|[初底])?"),
)


def mask(match: re.Match[str]) -> str:
    """Return the year where one is written, which stays; else that a date stood here."""
    year = written_number(match.groupdict().get("y"))
    if year < EARLIEST:
        return "[date]"
    return f"{year}年" if "年" in match.group() else str(year)
