"""The simple forms in which a declared name may stand in a text.

Whole and in parts, turned round, run together or spaced out, as initials, with the endings of
Turkish and of the English plural; Chinese names also as surname and title. Case, accents, width and
disguise are folded away before (`claims.folding`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from claims.alike import SPELT_OUT
from claims.folding import clean, fold

GAP = r"[\s\-'._,]*"
GAP_HAN = r"[\s\-._]*"  # 很小，明天 is not 小明
HAN = r"\u3400-\u9fff\uf900-\ufaff"
# A letter of a script that writes its words apart.
LETTER = rf"[^\W\d_{HAN}\u3040-\u30ff\uac00-\ud7a3]"
BEFORE, AFTER = rf"(?<!{LETTER})", rf"(?!{LETTER})"
TITLES = "mr mrs ms miss mx dr doctor prof professor sir madam".split()
TITLE = rf"(?:\b(?:{'|'.join(TITLES)})\.?\s+)?"

# What is hung on a name without an apostrophe; folded. Turkish: dear, Mr and Mrs; several; of whom;
# the case; was and is.
PLURAL = "e?s"
_FONDLY = "c[iu](?:k|m|g[iu]m)|hanim|bey|abi|abla|teyze|amca|hoca"
TURKISH = (
    rf"(?={LETTER})(?:{_FONDLY})?(?:gil)?(?:l[ae]r)?(?:[iu]?m(?:[iu]z)?|[iu]?n[iu]z|s[iu]|[iu])?"
    r"(?:n?[iu]n(?:ki)?|n?[aeiu]|n?[dt][ae](?:n|ki)?|y[aeiu]|y?l[ae])?(?:y?[dt][iu]|y?m[iu]s)?"
)
FONDLY = rf"(?:{_FONDLY})[a-z]{{0,6}}"
_LONG_WORD = re.compile(r"[a-z]{5,}")  # in a shorter one ae, oe or ue is no umlaut: Sue, Joe
_SPELT_OUT = re.compile(r"(?<![aeiouq])([aou])e|a(?=a)")
SHORTEST_ENDED = 4  # letters; Kim with an ending is too many words

# Words that stand in many names and name nobody by themselves.
COMMON = frozenset(
    """the of and a an in at for to on by no member claimant patient child person nurse
    hospital clinic institute institution centre center department ward school company factory
    university college medical health general people first second third one two three four five
    six seven eight nine ten eleven twelve north south east west new old great saint st""".split()
    + TITLES
)

COMPOUND = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 端木 夏侯 司徒 独孤".split()
)
HAN_TITLES = (
    "先生|女士|小姐|太太|夫人|医生|大夫|医师|主任|院长"
    "|教授|护士|护师|老师|律师|师傅|同志|家属|某{1,2}"
)
HAN_PLACES = "院校司局所店厂部行室馆站科心园处会社"

WHOLE, PART, ENDED = 0, 1, 2


@dataclass(frozen=True)
class Form:
    """One form of a name, as a pattern over folded text.

    weight: WHOLE names the party; PART is a part of a name, replaced where it is written with a
    capital and flagged where it is not (`will` may be a name or a word). ENDED is a part with the
    ending of a plural, replaced only where it has a capital: Parkhills, and no birches.
    literal: what stands in all that the pattern finds: a text without it is not searched.
    """

    pattern: str
    weight: int
    literal: str


def forms_of(name: str) -> list[Form]:
    """Return the forms of a declared name."""
    return list(dict.fromkeys(form for one in _spellings(name) for form in _forms_of(one)))


def _spellings(name: str) -> list[str]:
    """Return a name as it is folded, and as it is where a keyboard has no ü: Muller and Mueller."""
    # A small Greek or Cyrillic letter may look like another Latin one than its capital does.
    cases = [clean(one) for one in (name, name.upper(), name.lower())]
    cases += [one.translate(SPELT_OUT) for one in cases]
    folds = [fold(one).strip() for one in cases]
    return list(dict.fromkeys([*folds, *(_LONG_WORD.sub(_short, one) for one in folds)]))


def _short(word: re.Match[str]) -> str:
    return _SPELT_OUT.sub(r"\1", word.group())


def _forms_of(folded: str) -> list[Form]:
    if re.fullmatch(rf"(?=.*[{HAN}])[{HAN}\s.]+", folded):
        return _han_forms(re.sub(r"[\s.]+", "", folded))
    tokens = re.findall(r"[^\W_]+", folded)
    if not tokens:
        return []
    own = [token for token in tokens if token not in COMMON and not token.isdigit()]
    found = [Form(_whole(tokens), WHOLE, max(tokens, key=len))]
    if len(own) > 1:
        orders = (own, [own[-1], *own[:-1]], own[::-1])
        found += [Form(_whole(order), WHOLE, max(own, key=len)) for order in orders]
    found += _initials(own)
    if len(tokens) > 1:
        found += [_part(one) for one in own if len(one) > 1]
    for one in own:
        if len(one) >= SHORTEST_ENDED:
            found.append(_part(one, TURKISH))
            found.append(_part(one, PLURAL, ENDED))
        elif len(one) == SHORTEST_ENDED - 1:
            found.append(_part(one, FONDLY))
    return found


def own_forms(name: str) -> list[Form]:
    """Return the forms of a claimant's own name: each word counts, even one that is COMMON."""
    found = forms_of(name)
    folded = fold(clean(name))
    if re.fullmatch(rf"[{HAN}\s.]*", folded):
        return found
    for word in re.findall(r"[^\W_]+", folded):
        if re.fullmatch(rf"[{HAN}]+", word):
            found += _han_forms(word) if len(word) > 1 else []
        elif len(word) > 2 and not word.isdigit() and word not in TITLES:
            found.append(_part(word))
    return found


def second_names(names: Iterable[str]) -> frozenset[str]:
    """Return the last word of each name that has several, folded."""
    words = (re.findall(r"[^\W_]+", fold(clean(name))) for name in names)
    own = ([one for one in found if one not in COMMON] for found in words)
    return frozenset(found[-1] for found in own if len(found) > 1)


def same_name(one: str, other: str) -> bool:
    """Whether two names are one once they are folded, whatever stands between words."""
    return not _letters(one).isdisjoint(_letters(other))


def _letters(name: str) -> set[str]:
    return {"".join(re.findall(r"[^\W_]+", one)) for one in _spellings(name)}


def _whole(tokens: list[str]) -> str:
    joined = GAP.join(re.escape(token) for token in tokens)
    if len(tokens) == 1:
        return _bounded(TITLE + joined)
    # A name of several words is taken out even from the middle of a longer word.
    return TITLE + joined if sum(map(len, tokens)) >= 6 else _bounded(TITLE + joined)


def _part(word: str, ending: str = "", weight: int = PART) -> Form:
    return Form(_bounded(TITLE + re.escape(word) + ending), weight, word)


def _initials(own: list[str]) -> list[Form]:
    if len(own) < 2:
        return []
    first, last = re.escape(own[0]), re.escape(own[-1])
    a, z = re.escape(own[0][0]), re.escape(own[-1][0])
    return [
        Form(_bounded(rf"{TITLE}{a}\.?\s?{last}"), WHOLE, own[-1]),
        Form(_bounded(rf"{TITLE}{first}\s{z}") + r"\.?", WHOLE, own[0]),
        Form(rf"{BEFORE}{TITLE}{a}\.\s?{z}\.", WHOLE, f"{own[-1][0]}."),
    ]


def _bounded(pattern: str) -> str:
    return BEFORE + pattern + AFTER


def _han_forms(name: str) -> list[Form]:
    found = [Form(GAP_HAN.join(name) + rf"(?:{HAN_TITLES})?", WHOLE, name[0])]
    if not 2 <= len(name) <= 4 or name[-1] in HAN_PLACES:
        return found
    cut = 2 if name[:2] in COMPOUND and len(name) > 2 else 1
    surname, given = name[:cut], name[cut:]
    if len(given) > 1:
        found.append(Form(GAP_HAN.join(given), WHOLE, given[0]))
    found.append(Form(rf"{surname}(?:{HAN_TITLES})", WHOLE, surname))
    found.append(Form(rf"[小老阿]{surname}", WHOLE, surname))
    return found
