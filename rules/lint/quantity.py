"""Numbers with their units as they stand in a wording: “30 days”, “three of six”, “30天”.

Everything here is bounded, so that no text makes a search slow.
"""

WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
}
S = r"\s{1,3}"
# Not inside a longer number or word: "3.1" and "day30" hold no 1 and no 30.
NUMBER = r"(?<![\w.,])\d{1,15}(?:,\d{3}){0,5}(?:\.\d{1,6})?(?!\w|[.,]\d)"
COUNT = rf"(?:{NUMBER}|\b(?:{'|'.join(WORDS)})\b)"
KIND_OF = r"(?:consecutive|full|whole|complete|completed)"
KIND_OF_DAY = r"(?:calendar|working|business)"
TIME = r"(?:minute|hour|day|week|month|year)s?"
SPAN = rf"{COUNT}(?:{S}(?:{KIND_OF}|{KIND_OF_DAY}))?{S}{TIME}\b"
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"

HAN_COUNT = (
    r"(?:(?<![\d.,])\d{1,15}(?:,\d{3}){0,5}(?:\.\d{1,6})?(?![.,]?\d)"
    r"|[一二两三四五六七八九十百千万]{1,6})"
)
HAN_TIME = r"(?:周岁|年|个月|月|星期|周|天|日历日|工作日|自然日|日|小时|分钟)"
HAN_SPAN = rf"{HAN_COUNT}\s?{HAN_TIME}"

# One more of a measured thing has no meaning: over 55 mmHg begins right above 55.
MEASURED = frozenset({"minutes", "hours", "weeks", "months", "years"})


def value(count: str) -> int | None:
    """Return a whole number, written in digits or as a word; None for any other."""
    if count.lower() in WORDS:
        return WORDS[count.lower()]
    plain = count.replace(",", "")
    return int(plain) if plain.isdecimal() else None


def like(count: str, number: int) -> str:
    """Write `number` the way `count` is written, with commas where it has them."""
    return f"{number:,}" if "," in count else str(number)
