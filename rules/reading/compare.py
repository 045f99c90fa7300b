"""Two versions of a clause side by side: the redline, and what changed, group of words by group."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.errors import Missing
from rules.clause import ClauseVersion
from rules.text.redline import Piece, redline
from rules.text.reference import Term, printed
from rules.text.units import Unit, units


@dataclass(frozen=True)
class Compared:
    """What leads from one version of a clause to another: marks in title and text, and the list."""

    old: ClauseVersion
    new: ClauseVersion
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    units: tuple[Unit, ...]


def compare(
    versions: Sequence[ClauseVersion], first: int, second: int, terms: Sequence[Term]
) -> Compared:
    """Compare version `first` of a clause with version `second`; the later may come first.

    terms: the defined terms; a change of one weighs more. Raises Missing for no such version.
    """
    by_number = {one.version: one for one in versions}
    if first not in by_number or second not in by_number:
        raise Missing()
    old, new = by_number[first], by_number[second]
    # References as numbers of one day: a clause that only moved is no change of these words.
    called = {**old.numbers, **new.numbers}
    before, after = printed(old.text, called), printed(new.text, called)
    forms = [form for term in terms for form in (term.name, *term.forms)]
    return Compared(
        old=old,
        new=new,
        title=redline(old.title, new.title),
        text=redline(before, after),
        units=units(before, after, forms),
    )
