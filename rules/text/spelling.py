"""Whether two words are one word written in two ways.

It errs to caution: what might be two words is two words. "Causal" and "casual" are one slip apart.
"""

import re
import unicodedata
from collections.abc import Collection

SHORTEST_SLIP = 6  # letters; in shorter words too many slips make another word
SHORTEST_MISSING = 8  # likewise, where a letter is missing
SHORTEST_CAPITAL = 3  # below it, a capital may tell a unit or a name: mg and Mg, us and US
SMALL = frozenset("a an as at be by do he i if in is it no of on or so to we".split())
DIFFERENT = frozenset({"appris", "appriz", "expose", "resume"})  # despite what is said below

# British to American, for words whose stem is long enough not to be another word.
VARIANTS = tuple(
    (re.compile(rf"{british}$"), american)
    for british, american in (
        (r"([a-z]{3,})is(e|ed|es|er|ers|ing|ation|ations|able)", r"\1iz\2"),
        (r"([a-z]{3,})ys(e|ed|es|er|ers|ing)", r"\1yz\2"),
        (r"([a-z]{3,})our(s|ed|ing|able|ably|less|ful|ite|er|ers)?", r"\1or\2"),
        (r"([a-z]{2,}[tb])re(s)?", r"\1er\2"),
        (r"(defen|offen|licen|preten)c(e|es|ed|eless)", r"\1s\2"),
        (r"practis(e|es|ed|ing)", r"practic\1"),
        (r"([a-z]{3,}[aeiou])ll(ed|ing|er|ers|or|ors)", r"\1l\2"),
        (r"(enrol|instal|fulfil)l?(s|ment|ments)?", r"\1l\2"),
        (r"(skil|wil)l?ful(ly)?", r"\1lful\2"),
        (r"([a-z]{2,}[ao]log)ue(s)?", r"\1\2"),
        (r"(judg|acknowledg)ement(s)?", r"\1ment\2"),
        (r"programme(s)?", r"program\1"),
        (r"ageing", "aging"),
        (r"grey", "gray"),
    )
)
# Words that are one slip apart from another word here.
REAL = frozenset(
    """
    addiction addition alteration altercation alternation angels angles carton cartoon casual causal
    ceased creased complaint compliant contact contract costal coastal county country creation
    cremation deceased decease decreased decrease decent descent desert dessert diaries dairies
    discreet discrete exciting exiting expiation expiration facial fascial fiends friends
    immorality immortality infarction infraction infection inflection insured inured interstate
    intestate lightening lightning loosing losing marital married marred martial mediation
    medication meditation nuclear patent patient patents patients perform preform popular poplar
    portion potion prostate prostrate realty reality retired retried sacred scared signed singed
    signer singer soldier solider staring starting starring statue statues statute statutes
    thorough through torturous tortuous trails trials unclear united untied
    """.split()
)
ENDING = re.compile(r"([b-df-hj-np-tv-z])\1?(ed|ing|er|ers|y)$")
VOWELS = re.compile("[aeiouy]+")


def is_variant(old: str, new: str, elsewhere: Collection[str] = ()) -> bool:
    """Whether `old` and `new` are one word: by case, hyphen, accent, country or a slip of the pen.

    elsewhere: words, in small letters, that the text uses besides; an old form among them is no
    slip.
    """
    if not _case_is_free(old, new):
        return False
    one, other = _letters(old), _letters(new)
    if one == other:
        return _hyphen_is_free(old, new) and one not in DIFFERENT
    if not (one.isalpha() and other.isalpha()):
        return False
    if _american(one) == _american(other):
        return True
    return old.lower() not in elsewhere and _is_slip(one, other)


def _case_is_free(old: str, new: str) -> bool:
    """Only the first letter may change its case, and not where that may tell a unit or a name."""
    if old[1:] != new[1:] and not (old[1:].islower() and new[1:].islower()):
        return False
    if old[:1] == new[:1] or old[:1].lower() != new[:1].lower():
        return True
    return min(len(old), len(new)) >= SHORTEST_CAPITAL or old.lower() in SMALL


def _hyphen_is_free(old: str, new: str) -> bool:
    """A hyphen may come or go, save after "re": to re-sign is not to resign."""
    hyphens = [bool(re.match(r"(?i)re[-‑](?!e)", word)) for word in (old, new)]
    return hyphens[0] == hyphens[1]


def _letters(word: str) -> str:
    """Small letters without hyphens and accents; the apostrophe stays, in one form."""
    flat = unicodedata.normalize("NFD", word.lower().replace("’", "'"))
    if flat in {"it's", "its"}:
        return "its"
    return "".join(c for c in flat if not unicodedata.combining(c) and c not in "-‑")


def _american(word: str) -> str:
    if word.startswith(tuple(DIFFERENT)):
        return word
    if len(word) >= SHORTEST_SLIP:
        word = word.replace("ae", "e").replace("oe", "e")
    for british, american in VARIANTS:
        word = british.sub(american, word)
    return word


def _is_slip(one: str, other: str) -> bool:
    """Whether two neighbours changed places, or a letter was doubled or left out, inside a word.

    The first and the last two letters stay: what changes there is another word or another ending.
    """
    if (one in REAL and other in REAL) or min(len(one), len(other)) < SHORTEST_SLIP:
        return False
    if one[:2] != other[:2] or one[-2:] != other[-2:]:
        return False
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next(n for n in range(len(long)) if n == len(short) or short[n] != long[n])
    if len(short) == len(long):
        swapped = short[:at] + short[at + 1 : at + 2] + short[at : at + 1] + short[at + 2 :]
        return swapped == long
    if short[at:] != long[at + 1 :]:
        return False
    if long[at] == long[at - 1]:
        return not _is_doubled_ending(short, long, at)
    return len(short) >= SHORTEST_MISSING


def _is_doubled_ending(short: str, long: str, at: int) -> bool:
    """Whether the letter doubled before an ending may make another word: hoping, hopping."""
    found = ENDING.search(short)
    if not found or not ENDING.search(long) or at < found.start():
        return False
    return len(VOWELS.findall(short[: found.start()])) < 2
