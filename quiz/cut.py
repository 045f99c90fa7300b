"""Where the cut should stand: what judges think that a member who is only just good enough knows.

The method is Angoff's (1971) in two rounds (Impara and Plake 1997; Cizek and Bunch 2007). Each
judge says of each question: of 100 members who are only just good enough to be jurors, how many
answer it rightly? The sum over a paper is the score that such a member is expected to reach. It
recommends a cut; people set the cut.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, isqrt
from statistics import median

from kernel.errors import N_, Conflict
from quiz.item import ItemVersion
from quiz.itemaction import Key
from quiz.specification import Specification
from quiz.topic import Topic

PERCENT = 100
WANTED_JUDGES = 5
LEAST_JUDGES = 3  # with two, each would read the other's figures off the range
LEAST_ANSWERS = 25  # below it, the share who were right in fact says nothing

# What of Student's t distribution lies below with 97.5 %, in thousandths, by degrees of freedom:
# NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
T = dict(
    enumerate(
        (
            *(12706, 4303, 3182, 2776, 2571, 2447, 2365, 2306, 2262, 2228),
            *(2201, 2179, 2160, 2145, 2131, 2120, 2110, 2101, 2093, 2086),
            *(2080, 2074, 2069, 2064, 2060, 2056, 2052, 2048, 2045, 2042),
        ),
        start=1,
    )
) | {40: 2021, 60: 2000, 100: 1984}


class Phase(StrEnum):
    """Where a study stands."""

    FIRST = "first"  # each judge for themself
    SECOND = "second"  # each has seen the range of all, and may revise
    ENDED = "ended"

    @property
    def round(self) -> int:
        """The round that is open; 0 for none."""
        return {"first": 1, "second": 2, "ended": 0}[self]


def phase(first_closed: object, second_closed: object) -> Phase:
    """Return where a study stands by what was closed of it; what is not is None."""
    if second_closed is not None:
        return Phase.ENDED
    return Phase.FIRST if first_closed is None else Phase.SECOND


@dataclass(frozen=True)
class Covered:
    """A question of a study. topic: of its item; in_case: it is one of several on a story."""

    item: str
    version: int
    part: int
    topic: Topic
    in_case: bool = False

    @property
    def key(self) -> Key:
        return self.item, self.version, self.part


@dataclass(frozen=True)
class Estimate:
    """What a judge thinks of a question: how many of 100, from 0 to 100.

    judge: tells the judges of a study apart, and says nothing of who they are.
    """

    judge: int
    key: Key
    percent: int


@dataclass(frozen=True)
class Seen:
    """How a question went in fact: so many first answers, so many of them right."""

    answers: int
    right: int

    @property
    def tells(self) -> bool:
        """Whether there are enough answers to say what share was right."""
        return self.answers >= LEAST_ANSWERS

    @property
    def percent(self) -> Fraction:
        return Fraction(self.right * PERCENT, self.answers)


@dataclass(frozen=True)
class Study:
    """The estimates of one round that count: of every judge, for every question."""

    specification: Specification
    covered: tuple[Covered, ...]
    estimates: tuple[Estimate, ...]

    @property
    def scores(self) -> list[Fraction]:
        """What each judge expects a paper to come to, the lowest first: no place tells whose."""
        by_judge: dict[int, dict[Key, int]] = {}
        for one in self.estimates:
            by_judge.setdefault(one.judge, {})[one.key] = one.percent
        found = by_judge.values()
        return sorted(expected(self.specification, self.covered, given) for given in found)


def covered_by(specification: Specification, bank: Iterable[ItemVersion]) -> list[Covered]:
    """Return the questions of a bank that papers may ask, case by case at the end.

    Raises Conflict when the bank holds no paper: then no sum over one can be formed.
    """
    topics = {topic for quota in specification.quotas for topic in quota.topics}
    size = specification.case_questions
    found = [
        Covered(item.item, item.version, number, item.topic, item.is_case)
        for item in sorted(bank, key=lambda item: (item.is_case, item.item))
        if (len(item.parts) == size if item.is_case else item.topic in topics)
        for number, _part in enumerate(item.parts)
    ]
    if any(len(held) < count for count, held in sections(specification, found)):
        raise Conflict(N_("The question bank cannot fill a paper, so there is no sum to estimate."))
    return found


def sections(
    specification: Specification, covered: Sequence[Covered]
) -> list[tuple[int, tuple[Key, ...]]]:
    """Return how many questions a paper takes from which: quota by quota, then the case."""
    plain = [one for one in covered if not one.in_case]
    found = [
        (quota.count, tuple(one.key for one in plain if one.topic in quota.topics))
        for quota in specification.quotas
    ]
    if specification.case_questions:
        cases = tuple(one.key for one in covered if one.in_case)
        found.append((specification.case_questions, cases))
    return found


def expected(
    specification: Specification, covered: Sequence[Covered], percents: Mapping[Key, int]
) -> Fraction:
    """Return the score that a paper is expected to come to, between 0 and its questions.

    percents: an estimate for each covered question. Papers are drawn by quota, so a quota counts
    as often as it is asked, with the mean of its questions, as if each were as likely to be drawn.
    """
    total = Fraction(0)
    for count, keys in sections(specification, covered):
        total += Fraction(count * sum(percents[key] for key in keys), len(keys) * PERCENT)
    return total


@dataclass(frozen=True)
class Recommendation:
    """What a study comes to. scores: of each judge, the lowest first.

    sd: between the judges. error: of their mean, from their variation alone (Brennan and Lockwood
    1980, the questions taken as they are). low, high: the 95 % interval of the mean.
    """

    count: int
    scores: tuple[Fraction, ...]
    mean: Fraction
    sd: Fraction
    error: Fraction
    low: Fraction
    high: Fraction

    @property
    def cut(self) -> int:
        """The recommended cut: the mean, rounded up, as a score is a whole number."""
        return ceil(self.mean)

    @property
    def cuts(self) -> range:
        """The cuts that the interval allows."""
        return range(ceil(self.low), ceil(self.high) + 1)

    @property
    def judges(self) -> int:
        return len(self.scores)


def recommendation(study: Study) -> Recommendation:
    """Return what a study recommends; raises ValueError for less than two judges."""
    scores = study.scores
    if len(scores) < 2:
        raise ValueError("one judge has no variation")
    count = study.specification.count
    mean = Fraction(sum(scores), len(scores))
    sd = deviation(scores)
    error = root(_variance(scores) / len(scores))
    half = student(len(scores) - 1) * error
    return Recommendation(
        count=count,
        scores=tuple(scores),
        mean=mean,
        sd=sd,
        error=error,
        low=max(Fraction(0), mean - half),
        high=min(Fraction(count), mean + half),
    )


def student(freedom: int) -> Fraction:
    """Return the 97.5 % quantile of Student's t; between the lines of the table the wider one."""
    return Fraction(T[max(line for line in T if line <= freedom)], 1000)


@dataclass(frozen=True)
class Spread:
    """How far the judges lie apart on a question, in per cent."""

    key: Key
    lowest: int
    highest: int
    median: Fraction
    mean: Fraction
    sd: Fraction

    @property
    def range(self) -> int:
        return self.highest - self.lowest


def spreads(estimates: Iterable[Estimate]) -> dict[Key, Spread]:
    """Return how far the judges lie apart, by question."""
    found: dict[Key, list[int]] = {}
    for one in estimates:
        found.setdefault(one.key, []).append(one.percent)
    return {
        key: Spread(
            key=key,
            lowest=min(given),
            highest=max(given),
            median=Fraction(median(given)),
            mean=Fraction(sum(given), len(given)),
            sd=deviation(given),
        )
        for key, given in found.items()
    }


def to_talk_about(found: Iterable[Spread], most: int = 10) -> list[Spread]:
    """Return the questions on which judges differ most, the widest range first."""
    apart = [one for one in found if one.range]
    return sorted(apart, key=lambda one: (-one.range, -one.sd, one.key))[:most]


def deviation(values: Sequence[Fraction] | Sequence[int]) -> Fraction:
    """Return the standard deviation of a sample; 0 of a single value."""
    return root(_variance(values))


def _variance(values: Sequence[Fraction] | Sequence[int]) -> Fraction:
    if len(values) < 2:
        return Fraction(0)
    mean = Fraction(sum(values), len(values))
    return sum((one - mean) ** 2 for one in values) / Fraction(len(values) - 1)


def root(square: Fraction) -> Fraction:
    """Return the square root to six places, rounded down: the same figure on every machine."""
    return Fraction(isqrt(square.numerator * 10**12 // square.denominator), 10**6)
