"""One rule of redaction, and the letters that patterns are made of.

Patterns are over cased text: without accents and width as in `claims.names.fold`, with the capitals
that were written. So they need only plain letters, and a stretch found is a stretch of the text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from claims.names import HAN, LETTER

UPPER = "A-ZØŁĐÆŒÞ" + "".join(chr(n) for n in range(0x370, 0x530) if chr(n).isupper())
# A word with a capital, with what Turkish hangs on it: Yılmaz'ın. The English 's stays outside.
WORD = rf"(?:[{UPPER}](?:{LETTER}|['’](?!s\b)(?={LETTER})|-(?={LETTER})){{0,30}})"
HAN_ONE = f"[{HAN}]"
SUFFIX = r"(?:['’](?!s\b)[a-zA-Z]{1,8})?"
EDGE, END = r"(?<![^\W_])", r"(?![^\W_])"  # no letter and no digit before, after


@dataclass(frozen=True)
class Rule:
    """What one pattern finds.

    check: whether a match counts. Where the pattern has a group `core`, that is the part which
    names somebody, and the rest is a title or an ending.
    """

    kind: str
    pattern: re.Pattern[str]
    check: Callable[[re.Match[str]], bool] = lambda _match: True


def rule(
    kind: str,
    pattern: str,
    check: Callable[[re.Match[str]], bool] = lambda _match: True,
    *,
    cased: bool = False,
) -> Rule:
    """Return a rule; `cased` where capitals matter."""
    return Rule(kind, re.compile(pattern, 0 if cased else re.IGNORECASE), check)


def cased(text: str, folded: str) -> str:
    """Return `folded`, the fold of `text`, with the capitals of `text`."""
    pairs = zip(text, folded, strict=True)
    return "".join(_upper(bare) if letter.isupper() else bare for letter, bare in pairs)


def _upper(letter: str) -> str:
    large = letter.upper()
    return large if len(large) == 1 else letter
