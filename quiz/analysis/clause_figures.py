"""What the answers say of a clause: a bad clause told from a bad item.

Of one item that most get wrong, the item may be to blame. When most items on a clause are got
wrong, it is the clause. So a clause is judged by the median over its items: one item cannot move
it. Of few answers a high failure may be chance, so that each item's failure is drawn towards that
of the whole bank first, the more the fewer answers there are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import median

from quiz.analysis.item_figures import LEAST_ANSWERS
from quiz.analysis.sums import Sums
from quiz.itemaction import Key

LEAST_ITEMS = 3
TOO_MANY_FAIL = Fraction(2, 5)

# How many answers the mean of the bank weighs as much as. It is the prior of a beta-binomial model
# of the failures (parametric empirical Bayes: Morris 1983, J. Am. Stat. Assoc. 78, 47-55), in which
# the items differ with a variance of mean (1 - mean) / (WEIGHT + 1): with a mean of 1/4, by about a
# tenth. It is less than LEAST_ANSWERS: an item that counts at all is judged by its own answers more
# than by others'. With 25 answers they weigh 5/9, with 180 they weigh 9/10. It is fixed, not
# estimated from the bank: a bank of some dozen items gives no steady estimate, and what is said of
# a clause should not change because items elsewhere spread more.
WEIGHT = 20


class Blame(StrEnum):
    """What is to blame."""

    CLAUSE = "clause"  # the items on it are got wrong in the median
    ITEM = "item"  # an item is, the others on the clause are not
    FINE = "fine"
    TOO_FEW = "too_few"  # nobody can tell: not three items with 25 answers each


@dataclass(frozen=True)
class ItemFailure:
    """How an item fails on a clause, all its given questions and versions together.

    people: how many were asked. The parts of a case come to the same people, who count once.
    answers, wrong: to all its questions; a question left open is wrong.
    failure: the share that is wrong, drawn towards that of the bank.
    """

    item: str
    people: int
    answers: int
    wrong: int
    failure: Fraction

    @property
    def counts(self) -> bool:
        """Whether there are enough first answers for the item to have a say on the clause."""
        return self.people >= LEAST_ANSWERS


@dataclass(frozen=True)
class ClauseFigures:
    """How the items on a clause fail: a cell of the heat map.

    failure: the median over the items that count; None when none does.
    items: those that count, the worst first. waiting: those with too few answers as yet.
    blamed: the items that are to blame; none where the clause is.
    """

    clause: str
    failure: Fraction | None
    items: tuple[ItemFailure, ...]
    waiting: tuple[ItemFailure, ...]
    blame: Blame
    blamed: tuple[str, ...] = ()

    @property
    def answers(self) -> int:
        """The answers behind the failure."""
        return sum(one.answers for one in self.items)

    @property
    def wrong(self) -> int:
        return sum(one.wrong for one in self.items)


def clause_figures(
    sums: Mapping[Key, Sums], clauses: Mapping[Key, Iterable[str]]
) -> dict[str, ClauseFigures]:
    """Return the figures of each clause that a question is on.

    sums: of every question of the bank: their mean is what failures are drawn towards.
    clauses: of the questions that have a say, the clauses their keys rest on. Who calls decides
        which versions that are; a question without answers is taken as not asked.
    """
    mean = mean_failure(sums.values())
    on: dict[str, dict[str, list[Key]]] = {}
    for key, named in clauses.items():
        for clause in set(named):
            of_clause = on.setdefault(clause, {})
            if key in sums:
                of_clause.setdefault(key[0], []).append(key)
    return {
        clause: judged(clause, [_failure(item, keys, sums, mean) for item, keys in by_item.items()])
        for clause, by_item in sorted(on.items())
    }


def mean_failure(sums: Iterable[Sums]) -> Fraction:
    """Return the share of all answers that is wrong; 0 without answers."""
    counts = [(one.wrong, one.n) for one in sums]
    asked = sum(n for _wrong, n in counts)
    return Fraction(sum(wrong for wrong, _n in counts), asked) if asked else Fraction(0)


def shrunken(failure: Fraction, people: int, mean: Fraction) -> Fraction:
    """Return a share of wrong answers, drawn towards the mean of the bank."""
    return (failure * people + WEIGHT * mean) / (people + WEIGHT)


def _failure(
    item: str, keys: Iterable[Key], sums: Mapping[Key, Sums], mean: Fraction
) -> ItemFailure:
    answers = wrong = 0
    asked: dict[int, int] = {}  # by version, how many the part that was asked most was asked of
    for key in keys:
        one = sums[key]
        answers, wrong = answers + one.n, wrong + one.wrong
        asked[key[1]] = max(asked.get(key[1], 0), one.n)
    people = sum(asked.values())
    own = Fraction(wrong, answers) if answers else mean
    return ItemFailure(item, people, answers, wrong, shrunken(own, people, mean))


def judged(clause: str, found: Iterable[ItemFailure]) -> ClauseFigures:
    """Return the figures of a clause from those of its items."""
    ordered = sorted(found, key=lambda one: (-one.failure, one.item))
    items = tuple(one for one in ordered if one.counts)
    waiting = tuple(one for one in ordered if not one.counts)
    middle = median(one.failure for one in items) if items else None
    if middle is None or len(items) < LEAST_ITEMS:
        return ClauseFigures(clause, middle, items, waiting, Blame.TOO_FEW)
    if middle > TOO_MANY_FAIL:
        return ClauseFigures(clause, middle, items, waiting, Blame.CLAUSE)
    # Without one of these, the median of the others is no higher: they are outliers.
    blamed = tuple(one.item for one in items if one.failure > TOO_MANY_FAIL)
    blame = Blame.ITEM if blamed else Blame.FINE
    return ClauseFigures(clause, middle, items, waiting, blame, blamed)
