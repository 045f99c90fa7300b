"""Words that mix scripts: Latin letters with others that look like them, to get past a reader."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

MIXED = "mixed"
_WORD = re.compile(r"[^\W\d_]+")
_LATIN, _GREEK = "LATIN", "GREEK"
# Chinese, Japanese and Korean write Latin words right beside their own: CT检查.
_OTHERS = frozenset({_GREEK, *"CYRILLIC CHEROKEE LISU ARMENIAN COPTIC GEORGIAN DESERET".split()})
FEWEST_GREEK = 2  # one is a word of medicine: NFκB, µL


def mixed(text: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand in `text` whose letters are of several scripts."""
    for word in _WORD.finditer(text):
        scripts = [] if word.group().isascii() else [_script(letter) for letter in word.group()]
        other = {one for one in scripts if one in _OTHERS}
        if scripts.count(_GREEK) < FEWEST_GREEK:
            other.discard(_GREEK)
        if other and (_LATIN in scripts or len(other) > 1):
            yield word.span()


@cache
def _script(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter)[:1]
    return unicodedata.name(plain, "").split(" ")[0]
