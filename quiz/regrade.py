"""What an item action does to papers: what each came to and would come to, and who passes by it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Flip:
    """A paper before an action and after it. A pass is never taken away."""

    score_before: int
    score_after: int
    passed_before: bool
    passes_by_count: bool

    @property
    def passed_after(self) -> bool:
        return self.passed_before or self.passes_by_count

    @property
    def changes(self) -> bool:
        """Whether anything of the paper changes: the score, or that it is passed."""
        return self.score_before != self.score_after or self.passed_before != self.passed_after

    @property
    def stays(self) -> bool:
        """Whether it stays passed though the new count would not do."""
        return self.passed_before and not self.passes_by_count


@dataclass(frozen=True)
class Preview:
    """What an action does, told in numbers: nobody is named.

    papers: that asked the question. pass_now: who had failed. stay: who keep a pass that the new
    count would not give. by_points: how many papers gain or lose how many points.
    """

    papers: int
    pass_now: int
    stay: int
    by_points: tuple[tuple[int, int], ...]


def preview(flips: Iterable[Flip]) -> Preview:
    """Return what these papers come to together."""
    papers = pass_now = stay = 0
    points: Counter[int] = Counter()
    for one in flips:
        papers += 1
        pass_now += one.passed_after and not one.passed_before
        stay += one.stays
        points[one.score_after - one.score_before] += 1
    return Preview(papers, pass_now, stay, tuple(sorted(points.items())))
