"""A text as rules read it: without case, accents, width and disguise, each sign with its place.

Nothing is taken from the text that people read. What a rule finds in a reading is a stretch of the
text by `Reading.span`, so rules need plain letters, plain digits and few signs only.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from claims.alike import LARGE, likened
from kernel.letters import is_unseen

LONGEST = 3  # signs for one, as ﬃ has them; whole sentences in one sign would only take time
DOTTED = re.compile("[ıi]\u0307+")  # a Turkish i with a dot of its own, which no font shows

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
_UNSHOWN = re.compile(r"[*_`\\]+")  # Markdown, of which pages show none: Cla**ra**, Cl`ar`a
_CUT = re.compile(r" *\n[\s>]*")
MOST_PIECES = 3  # of a word cut by lines
_LETTERS = re.compile(r"[^\W\d_]+")
_PARTED = "|"  # stands in no name


@dataclass(frozen=True)
class Reading:
    """A text with and without its capitals, sign for sign, and where each sign stands in the text.

    places: one for each sign, and the end of the text. ends: where each sign ends in the text, with
    the unread marks on it.
    """

    cased: str
    folded: str
    places: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the text that is read here."""
        return self.places[start], self.ends[end - 1]

    def only(self, kept: Iterable[int]) -> "Reading":
        """Return the reading of some of the signs."""
        kept = list(kept)
        return Reading(
            "".join(self.cased[at] for at in kept),
            "".join(self.folded[at] for at in kept),
            (*(self.places[at] for at in kept), self.places[-1]),
            tuple(self.ends[at] for at in kept),
        )


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
    """Return how `text` is read: as it stands, as pages show it, and with letters joined.

    Pages show no signs of Markdown, and letters that stand apart are joined.
    """
    plain = _plain(text)
    page = _shown(plain, text)
    return tuple(dict.fromkeys((plain, _joined(plain), page, _joined(page))))


def cut_words(one: Reading) -> Reading:
    """Return only the words that lines cut in two or three, each put together again.

    Any two lines may hold the end and the beginning of a word by chance, so this is for names.
    """
    words = list(_LETTERS.finditer(one.folded))
    mended: list[list[int]] = []
    for first, word in enumerate(words):
        pieces = [*range(*word.span())]
        for before, after in pairwise(words[first : first + MOST_PIECES]):
            if not _CUT.fullmatch(one.folded, before.end(), after.start()):
                break
            pieces += range(*after.span())
            mended.append([*pieces])
    signs = [at for pieces in mended for at in (*pieces, pieces[-1])]
    return Reading(
        _PARTED.join("".join(one.cased[at] for at in pieces) for pieces in mended),
        _PARTED.join("".join(one.folded[at] for at in pieces) for pieces in mended),
        tuple(one.places[at] for at in signs),
        tuple(one.ends[at] for at in signs),
    )


def _plain(text: str) -> Reading:
    bare = [_bare(letter) for letter in text]
    cased = "".join(
        _upper(b) if letter.isupper() or letter in LARGE else b
        for letter, b in zip(text, bare, strict=True)
    )
    places = (*(at for at, one in enumerate(bare) for _sign in one), len(text))
    ends = tuple(max(after, at + 1) for at, after in pairwise(places))
    return Reading(_numerals(cased), _numerals("".join(bare)), places, ends)


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
    bare = likened(unicodedata.normalize("NFC", bare))
    bare = "".join("-" if unicodedata.category(c) == "Pd" else c for c in bare).casefold()
    return bare if len(bare) <= LONGEST else letter


def _upper(bare: str) -> str:
    large = bare.capitalize()  # Æ is read as Ae: a name, and no word in capitals
    return large if len(large) == len(bare) else bare


def _numerals(text: str) -> str:
    """Return `text` with digits in long rows of Chinese ones, and plain signs in dates."""

    def in_digits(row: re.Match[str]) -> str:
        # One or two may belong to a word after the number: 2018-2019一年.
        several = sum(sign in _ONES for sign in row.group()) > 2
        return row.group().translate(_DIGITS) if several else row.group()

    return _DAY.sub(lambda day: day.group().translate(_PLAIN), _ROW.sub(in_digits, text))


def _shown(one: Reading, text: str) -> Reading:
    """Return a reading without the signs of Markdown; between spaces they are shown: 2 * 3."""
    gone: set[int] = set()
    for run in _UNSHOWN.finditer(text):
        start, end = run.span()
        if (text[max(0, start - 1) : start] + text[end : end + 1]).strip():
            gone.update(range(start, end))
    return one.only(at for at, place in enumerate(one.places[:-1]) if place not in gone)


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
    return one.only(at for at in range(len(one.cased)) if at not in gone)
