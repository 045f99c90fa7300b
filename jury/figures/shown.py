"""Which figures may be shown, and over what: a page takes its figures from here.

Never shown, and so not to be had here: anything of one juror (whose own known answers are theirs
alone, see `jury.figures.known`), agreement in one case, a juror against the majority, weighed
votes, a margin of error of an assembly, any count before closing. Panels and assemblies are never
in one sum.

A withheld case (all of a small panel said the same) has a public outcome and no public count. A sum
over public cases and one withheld would tell its counts by subtraction; so would the sums of today
and of yesterday, if a withheld case came alone into a sum in between. Therefore they come in by
twos, in the order in which they were decided; one without a second is left out, and it is said how
many are. Two ways to make such twos tell of no case (here: of all panels, and of those drawn in one
way), for no chain of twos out of two ways closes with an odd number of links; with a third way it
might. So a page makes no further sums, by year or by standard, out of the counts of withheld cases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jury.figures import agreement as agreeing
from jury.figures import service as serving
from jury.figures.agreement import Agreement
from jury.figures.decided import Decided, Mode
from jury.figures.selection import WAY, Step, Stratum, step
from jury.figures.service import Service
from kernel.share import Share, wilson

LEAST_CASES = 30  # below it, alpha is mostly chance
AT_ONCE = 2  # withheld cases that come into a sum
LEAST_SEATED = 5  # of a stratum in a case: of fewer, how many voted tells who did


@dataclass(frozen=True)
class TooFew:
    """Instead of a figure: how many there are, of how many it needs."""

    there: int
    needed: int


@dataclass(frozen=True)
class Votes:
    """How the votes of one case fell. margin: by how many votes one side was ahead.

    interval: of the share to uphold, if all of the roll had been asked; None for an assembly,
    since those who come by themselves are no sample of anybody.
    """

    uphold: Share
    margin: int
    interval: tuple[float, float] | None


@dataclass(frozen=True)
class Selection:
    """The steps from the roll to the box. left_out: cases that the last step leaves out."""

    steps: tuple[Step, ...]
    left_out: int


def counted(cases: Sequence[Decided]) -> list[Decided]:
    """Return the cases whose counts may come into a sum.

    A withheld case of a single vote never does: agreement would leave it out, and its second
    would stand alone. cases: in the order in which they were decided, so that what is in stays in.
    """
    _check_kind(cases)
    withheld = [case.case for case in cases if case.withheld and case.valid > 1]
    twos = set(withheld[: len(withheld) // AT_ONCE * AT_ONCE])
    return [case for case in cases if not case.withheld or case.case in twos]


def votes(case: Decided) -> Votes | None:
    """Return how the votes fell; None where they are withheld, or nobody was for or against."""
    if case.withheld or not case.valid:
        return None
    interval = None if case.mode is Mode.OPEN else wilson(case.uphold, case.valid)
    return Votes(Share(case.uphold, case.valid), abs(case.uphold - case.deny), interval)


def agreement(cases: Sequence[Decided]) -> Agreement | TooFew:
    """Return how far jurors agree on whether to uphold, alpha and the raw share side by side.

    Who could not judge said nothing on that, and counts as missing. cases: as for `counted`.
    """
    judged = agreeing.pairable((case.uphold, case.deny) for case in counted(cases))
    found = agreeing.agreement(judged)
    if found is None or found.cases < LEAST_CASES:
        return TooFew(len(judged), LEAST_CASES)
    return found


def service(cases: Sequence[Decided]) -> Service:
    """Return turnout, no-shows, acceptance and replacements. cases: as for `counted`."""
    return serving.service(cases, counted(cases))


def selection(cases: Sequence[Decided], strata: Mapping[str, Sequence[Stratum]]) -> Selection:
    """Return the steps from the roll to the box, over panels that were drawn in one way.

    How many voted is told of no withheld case: every feature of the roll is another way to make
    twos. strata: of each case. Quotas are not meant to take the strata alike, so that of stratified
    panels the step of the draw has no spread. Raises ValueError for an assembly: nobody is drawn.
    """
    modes = {case.mode for case in cases}
    if Mode.OPEN in modes or len(modes) > 1:
        raise ValueError("one way to draw at a time")
    whole = [strata[case.case] for case in cases]
    told = [one for one, case in zip(whole, cases, strict=True) if _may_tell_who_voted(case, one)]
    steps = (
        step(start, end, told if end == "voted" else whole, end != "drawn" or Mode.DRAWN in modes)
        for start, end in pairwise(WAY)
    )
    return Selection(tuple(steps), len(whole) - len(told))


def _may_tell_who_voted(case: Decided, strata: Sequence[Stratum]) -> bool:
    few = any(0 < one.seated < LEAST_SEATED for one in strata)
    return not case.withheld and not few


def _check_kind(cases: Sequence[Decided]) -> None:
    if len({case.mode is Mode.OPEN for case in cases}) > 1:
        raise ValueError("panels and assemblies are not in one sum")
