"""One rule of redaction, and the letters that patterns are made of.

Patterns are over `Reading.cased` of `claims.folding`: without accents, width and disguise, with the
capitals that were written. So they need only plain letters, plain digits and plain signs.
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

# Words that begin a sentence or a phrase and are no part of a name; folded.
LEADING = frozenset(
    """the a an this that these those our my his her their your its at in on to from near by for of
    and or but when where after before every each any no one two some same other another both
    was is we they he she it i if then there here as with since while until because so
    first second third next last local private public new old
    bu su o onu bunu sunu ona buna onun bunun ben sen biz siz onlar bize bizi bana beni ve ama fakat
    ancak cunku sonra once dun bugun yarin ertesi daha her bir ilk evimiz ev evim babam annem annemi
    babami annemin babamin esim esimi kaza adres adresi rapor raporu hasta hastayi yine orada burada
    ayni baska eski yeni ozel onceki genc yasli icin""".split()
)
NO_LEADING = rf"(?!(?:{'|'.join(word.capitalize() for word in sorted(LEADING))})(?:\s|['’]))"
# What stands for a letter that was found, and for one of a declared name: no text that was cleaned
# holds them.
GONE, NAMED = "\ufffa", "\ufffb"


@dataclass(frozen=True)
class Rule:
    """What one pattern finds.

    check: whether a match counts. Where the pattern has a group `core`, that is the part which
    names somebody, and the rest is a title or an ending. bare: only that part is hidden, and what
    stands before it stays: my sister, and not her name.
    """

    kind: str
    pattern: re.Pattern[str]
    check: Callable[[re.Match[str]], bool] = lambda _match: True
    bare: bool = False


def rule(
    kind: str,
    pattern: str,
    check: Callable[[re.Match[str]], bool] = lambda _match: True,
    *,
    cased: bool = False,
    bare: bool = False,
) -> Rule:
    """Return a rule; `cased` where capitals matter."""
    return Rule(kind, re.compile(pattern, 0 if cased else re.IGNORECASE), check, bare)
