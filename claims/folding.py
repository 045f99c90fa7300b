"""A text as rules read it: without case, accents, width and disguise, each sign with its place.

Nothing is taken from the text that people read. What a rule finds in a reading is a stretch of the
text by `Reading.span`, so rules need plain letters, plain digits and few signs only.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from kernel.letters import is_unseen

LONGEST = 3  # signs for one, as ﬃ has them; whole sentences in one sign would only take time
DOTTED = re.compile("[ıi]\u0307+")  # a Turkish i with a dot of its own, which no font shows

# Letters of Cyrillic and Greek that look like Latin ones, and signs written for others.
_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХавеѕіјкмнорстухԁһԛԝѵӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχɑɡ`´ʹʻʼʽˈ‘’‛′∕⁄╱⧸·•․‧∙⋅・−⁃",
    "ABESIJKMHOPCTYXabesijkmhopctyxdhqwvlABEZHIKMNOPTYXaikvoptuxag'''''''''''////.......--",
)

_ONES = "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖貳參叄陸"
_DIGITS = str.maketrans(_ONES, "00012345678911234567892336")
_ROW = re.compile(rf"(?:[\d{_ONES}][ \-./_\n]{{0,2}}){{6,}}[\d{_ONES}]")
_CAPITALS = "壹贰叁肆伍陆柒捌玖拾貳參叄陸"
_PLAIN = str.maketrans(_CAPITALS, "一二三四五六七八九十二三三六")
_DAY = re.compile(rf"[〇零{_CAPITALS}]{{1,4}}(?=\s?[年月日号])")

_LONE = r"[^\W\d_](?![^\W_])"
_APART = re.compile(rf"(?<![^\W_]){_LONE}( ?[\-._/*'+|~] ?|\s{{1,3}}){_LONE}(?:\1{_LONE})+")
_BETWEEN = re.compile(r"[\W_]+")
_BROKEN = re.compile(r"(?<=[^\W\d_])- ?\n\s{0,3}(?=[^\W\d_])")


@dataclass(frozen=True)
class Reading:
    """A text with and without its capitals, sign for sign, and where each sign stands in the text.

    places: one for each sign, and the end of the text.
    """

    cased: str
    folded: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the text that is read here, with unread marks on its last sign."""
        return self.places[start], max(self.places[end], self.places[end - 1] + 1)


def clean(text: str) -> str:
    """Return `text` composed, without characters that nobody sees and that could split a name."""
    kept = DOTTED.sub("i", unicodedata.normalize("NFC", text))
    return "".join(
        c for c in kept if c in "\n\t" or not (is_unseen(c) or unicodedata.category(c) == "Cc")
    )


def fold(text: str) -> str:
    """Return `text` without case, accents, width and disguise."""
    return _plain(text).folded


def readings(text: str) -> tuple[Reading, ...]:
    """Return how `text` is read: as it stands and, where letters stand apart, with them joined."""
    plain = _plain(text)
    joined = _joined(plain)
    return (plain, joined) if joined != plain else (plain,)


def _plain(text: str) -> Reading:
    bare = [_bare(letter) for letter in text]
    cased = "".join(
        _upper(b) if letter.isupper() else b for letter, b in zip(text, bare, strict=True)
    )
    places = [at for at, one in enumerate(bare) for _sign in one]
    return Reading(_numerals(cased), _numerals("".join(bare)), (*places, len(text)))


@cache
def _bare(letter: str) -> str:
    """Return what is read for a letter: nothing for a mark on the one before, two for ﬁ."""
    if letter in "ıİ":
        return "i"  # Turkish: a dot more or less hides no name
    if (digit := unicodedata.digit(letter, None)) is not None:
        return str(digit)
    if unicodedata.category(letter) == "No":
        return letter  # ½ is no date and no part of a number
    if letter.isspace():
        return letter if letter == "\n" else " "
    apart = unicodedata.normalize("NFKD", letter)
    bare = "".join(c for c in apart if unicodedata.category(c) not in {"Mn", "Me"})
    bare = unicodedata.normalize("NFC", bare).translate(_ALIKE)
    bare = "".join("-" if unicodedata.category(c) == "Pd" else c for c in bare).casefold()
    return bare if len(bare) <= LONGEST else letter


def _upper(bare: str) -> str:
    large = bare.upper()
    return large if len(large) == len(bare) else bare


def _numerals(text: str) -> str:
    """Return `text` with digits in long rows of Chinese ones, and plain signs in dates."""

    def in_digits(row: re.Match[str]) -> str:
        # One or two may belong to a word after the number: 2018-2019一年.
        several = sum(sign in _ONES for sign in row.group()) > 2
        return row.group().translate(_DIGITS) if several else row.group()

    return _DAY.sub(lambda day: day.group().translate(_PLAIN), _ROW.sub(in_digits, text))


def _joined(one: Reading) -> Reading:
    """Return a reading of C l a r a K a y a as Clara Kaya, and of words broken over lines."""
    gone: set[int] = set()
    for run in _APART.finditer(one.cased):
        for gap in _BETWEEN.finditer(one.cased, *run.span()):
            start, end = gap.span()
            if not (one.cased[start - 1].islower() and one.cased[end].isupper()):
                gone.update(range(start, end))
    for broken in _BROKEN.finditer(one.cased):
        gone.update(range(*broken.span()))
    kept = [at for at in range(len(one.cased)) if at not in gone]
    return Reading(
        "".join(one.cased[at] for at in kept),
        "".join(one.folded[at] for at in kept),
        (*(one.places[at] for at in kept), one.places[-1]),
    )
