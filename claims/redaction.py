"""Redaction: parties are declared, and what was declared is replaced everywhere by a role.

What rules find besides is masked and flagged, and a second officer decides on each flag. In doubt
more is masked than needed. No tool decides alone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import product

from claims import marks
from claims.dates import MONTHS
from claims.fitting import NEAR, begun, fitted, month_fitted
from claims.folding import Reading, clean, cut_words, fold, readings
from claims.marks.again import Hidden, find_again, hidden_in, relatives
from claims.names import ENDED, PART, Form, forms_of, own_forms, same_name, second_names
from kernel.errors import N_, Malformed

PLAIN, REPLACED, MASKED, SHOWN = "plain", "replaced", "masked", "shown"
SEVERAL = "one of the parties"  # for a part of a name that two parties share
NAME = "name"
CLAIMANT = "the claimant"
MOST_PARTIES = 40


@dataclass(frozen=True)
class Party:
    """Somebody or something named in the papers, and the role that jurors read instead.

    by_house: the claimant, whose name the house knows, whether or not an officer declared it.
    """

    name: str
    role: str
    by_house: bool = False


@dataclass(frozen=True)
class Flag:
    """Something that a rule found: a second officer keeps it masked or has it shown."""

    key: str
    kind: str
    text: str
    mask: str


@dataclass(frozen=True)
class Piece:
    """A stretch of text: as written, as shown, and what was done to it."""

    written: str
    shown: str
    what: str = PLAIN
    flag: Flag | None = None


@dataclass(frozen=True)
class Redacted:
    """A text after redaction, piece by piece. hidden: the names that rules found in it."""

    pieces: tuple[Piece, ...]
    hidden: tuple[Hidden, ...] = ()

    @property
    def text(self) -> str:
        return "".join(piece.shown for piece in self.pieces)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The flags in their order, each once."""
        return tuple(dict.fromkeys(piece.flag for piece in self.pieces if piece.flag))


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    shown: str
    what: str
    flag: Flag | None = None


def parse_parties(text: str) -> tuple[Party, ...]:
    """Read parties written as `name = role`, one a line; raises Malformed naming the line."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, sign, role = (part.strip() for part in line.partition("="))
        if not (name and sign and role) or not forms_of(name):
            raise Malformed(N_("Line %(line)s is not written as: name = role."), line=number)
        found.append(Party(name, role))
    return check_parties(found)


def check_parties(parties: Sequence[Party]) -> tuple[Party, ...]:
    """Return the parties; raises Malformed where a role would give away a name."""
    if len(parties) > MOST_PARTIES:
        raise Malformed(N_("Declare at most %(most)s parties."), most=MOST_PARTIES)
    for one in parties:
        if redact(one.role, parties).text != clean(one.role):
            raise Malformed(
                N_("The role “%(role)s” holds a name or a number itself."), role=one.role
            )
    return tuple(parties)


def with_claimant(parties: Sequence[Party], name: str) -> tuple[Party, ...]:
    """Return the parties and the claimant called `name`.

    Whom an officer declared under this name keeps that role and is there once. A role in which the
    name stands is written without it.
    """
    if not forms_of(name):
        return tuple(parties)
    found = [replace(one, by_house=True) if same_name(one.name, name) else one for one in parties]
    own = [one for one in found if one.by_house]
    if not own:
        own = [Party(name, CLAIMANT, by_house=True)]
        found += own
    return tuple(one if one.by_house else _without(one, own) for one in found)


def _without(party: Party, own: Sequence[Party]) -> Party:
    """Return a party whose role does not hold the claimant's name."""
    role = redact(party.role, own).text
    if role == clean(party.role):
        return party
    return replace(party, role=role[:1].lower() + role[1:])


def parties_as_text(parties: Iterable[Party]) -> str:
    """Return parties as `parse_parties` reads them."""
    return "\n".join(f"{one.name} = {one.role}" for one in parties)


def redact(
    text: str,
    parties: Sequence[Party],
    shown: frozenset[str] = frozenset(),
    days: frozenset[date] = frozenset(),
    since: date | None = None,
    hidden: Sequence[Hidden] = (),
) -> Redacted:
    """Return `text` with every declared name replaced and everything suspicious masked.

    shown: keys of the flags that a second officer decided to show as they are written.
    days: those that jurors read elsewhere in the file; they stay, and every other is masked.
    since: the day of joining, where jurors read days counted from it instead of months.
    hidden: names that rules found in other texts of the claim, which are hidden here too.
    """
    text = clean(text)
    names = _names(text, read := readings(text), tuple(parties))
    declared = [(one.start, one.end) for one in names if one.what == REPLACED]
    places = {at for start, end in declared for at in range(start, end)}
    marked = marks.find(text, read, days, declared, since)
    marked = _added(marked, relatives(text, declared, second_names(one.name for one in parties)))
    told = hidden_in(text, marked, places)
    marked = _added(marked, find_again(text, read, hidden, places))
    return Redacted(tuple(_pieces(text, _with_flags(text, marked, names, shown))), told)


def _added(marked: list[marks.Found], more: Iterable[marks.Found]) -> list[marks.Found]:
    """Return what was found, and what more was that lies in none of it."""
    kept = list(marked)
    for one in sorted(more, key=lambda one: (one.start, -one.end)):
        if not any(other.start <= one.start and one.end <= other.end for other in kept):
            kept.append(one)
    return kept


def flag_key(kind: str, text: str) -> str:
    """Return a short name for a flag: the same words get the same decision everywhere."""
    return sha256(f"{kind}\0{fold(text)}".encode()).hexdigest()[:16]


@lru_cache(maxsize=256)
def _forms(parties: tuple[Party, ...]) -> list[tuple[Form, re.Pattern[str], str]]:
    """Return each form once, with the role that it stands for."""
    roles: dict[Form, str] = {}
    for party in parties:
        for form in own_forms(party.name) if party.by_house else forms_of(party.name):
            taken = roles.setdefault(form, party.role)
            if taken != party.role:
                roles[form] = SEVERAL
    return [(form, re.compile(form.pattern), role) for form, role in roles.items()]


def _names(text: str, read: Sequence[Reading], parties: tuple[Party, ...]) -> list[_Span]:
    found = _named(text, read, parties)
    places = {at for one in found for at in range(one.start, one.end)}
    mended = _named(text, [cut_words(read[-1])], parties)
    # Kaya and, on the next line, da: a name that stands there whole does not go on.
    found += [one for one in mended if places.isdisjoint(range(one.start, one.end))]
    # The longest of those that begin first: what overlaps it or goes on with it is part of it.
    kept: list[_Span] = []
    for span in sorted(found, key=lambda one: (one.start, -one.end, one.flag is not None)):
        if kept and (span.start < kept[-1].end or _belongs(text, kept[-1], span)):
            kept[-1] = replace(kept[-1], end=max(kept[-1].end, span.end))
            continue
        kept.append(span)
    return kept


def _named(text: str, read: Iterable[Reading], parties: tuple[Party, ...]) -> list[_Span]:
    found = []
    for one, (form, pattern, role) in product(read, _forms(parties)):
        for match in pattern.finditer(one.folded) if form.literal in one.folded else ():
            start, end = one.span(*match.span())
            written, letters = text[start:end], one.cased[slice(*match.span())]
            small = letters == letters.lower() and letters != letters.upper()
            if small and form.weight == ENDED:
                continue
            if small and form.weight == PART:
                flag = Flag(flag_key(NAME, written), NAME, written, "[name]")
                found.append(_Span(start, end, flag.mask, MASKED, flag))
            else:
                found.append(_Span(start, end, role, REPLACED))
    return found


def _belongs(text: str, one: _Span, other: _Span) -> bool:
    """Whether `other` goes on with the name in `one`, as Park does in Lee-Park."""
    same = one.what == other.what == REPLACED and one.shown == other.shown
    return same and re.fullmatch(r"[ \-‐‑·]?", text[one.end : other.start]) is not None


def _with_flags(
    text: str, marked: list[marks.Found], names: list[_Span], shown: frozenset[str]
) -> list[_Span]:
    spans = [
        _Span(one.start, one.end, text[one.start : one.end], SHOWN, one.flag)
        if one.flag and one.flag.key in shown
        else one
        for one in names
    ]
    for found in marked:
        written = text[found.start : found.end]
        flag = Flag(flag_key(found.kind, written), found.kind, written, found.mask)
        touched = [one for one in spans if one.start < found.end and found.start < one.end]
        if flag.key in shown:
            if not touched:  # a name inside stays replaced, whatever is decided about the rest
                spans.append(_Span(found.start, found.end, written, SHOWN, flag))
            continue
        if settled := _settled(text, found, touched):
            spans = [one for one in spans if one not in touched] + settled
            continue
        spans = [one for one in spans if one not in touched]
        start = min([found.start, *(one.start for one in touched)])
        end = max([found.end, *(one.end for one in touched)])
        spans.append(_Span(start, end, found.mask, MASKED, flag))
    return sorted(spans, key=lambda one: one.start)


def _settled(text: str, found: marks.Found, names: list[_Span]) -> list[_Span]:
    """Return what stays where declared names say already who was found; else nothing.

    Every letter of the name has to be declared: Doç. Owen Hart, not Doç. Owen Brown. The title goes
    with it.
    """
    if not found.core or not names or any(one.what != REPLACED for one in names):
        return []
    covered = {at for one in names for at in range(one.start, one.end)}
    if any(text[at].isalnum() and at not in covered for at in range(*found.core)):
        return []
    if len({one.shown for one in names}) > 1:
        return names
    start = min([found.start, *(one.start for one in names)])
    return [replace(names[0], start=start, end=max([found.end, *(one.end for one in names)]))]


def _pieces(text: str, spans: list[_Span]) -> Iterable[Piece]:
    """Yield the text in pieces; a replacement is fitted into its sentence."""
    at = 0
    for span in spans:
        before = text[max(at, span.start - NEAR) : span.start]
        more, shown = _fitted(before, span)
        start = max(span.start - more, at)
        if start > at:
            yield Piece(text[at:start], text[at:start])
        if span.what != SHOWN:
            shown = begun(text[max(0, start - 8) : start], shown)
        yield Piece(text[start : span.end], shown, span.what, span.flag)
        at = span.end
    if at < len(text):
        yield Piece(text[at:], text[at:])


def _fitted(before: str, span: _Span) -> tuple[int, str]:
    if span.what == REPLACED:
        return fitted(before, span.shown)
    is_day = span.what == MASKED and span.flag is not None and span.flag.kind == "date"
    if is_day and span.shown.startswith(MONTHS):
        return month_fitted(before, span.shown)
    return 0, span.shown
