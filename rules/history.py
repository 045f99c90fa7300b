"""The history of clauses: what each version changed in the one before it, and how much it weighs.

Whoever rests on the words of a version (an exam question, a juror's certificate) asks here what
became of them since. Editorial is what weighs no more than a change of wording: nobody has to
learn it anew. What weighs more is of substance.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from rules.clause import ClauseVersion, in_force
from rules.consolidation import Change
from rules.text.units import Unit, units
from rules.text.weight import Lowering, Opinion, Weight, class_of

Opinions = Mapping[str, Sequence[Opinion | Lowering]]
"""What people said of the units of a change, by the key of the unit."""
Said = Mapping[str, Opinions]
"""What people said of changes, by clause."""


def words_of(version: ClauseVersion | None) -> str:
    """Return title and text as one text: a changed title is weighed like any other word."""
    return f"{version.title}\n\n{version.text}" if version else ""


def is_substance(weight: Weight) -> bool:
    """Whether a change of this weight asks to be learned anew."""
    return weight > Weight.WORDING


@dataclass(frozen=True)
class Changed:
    """A changed group of words, and what it weighs by rule and by people, whichever is more."""

    unit: Unit
    weight: Weight


@dataclass(frozen=True)
class Step:
    """A version that follows another in force.

    computed: whether what can be computed of the clause changed, with or without a word.
    """

    before: ClauseVersion
    after: ClauseVersion
    changes: tuple[Changed, ...]

    @property
    def computed(self) -> bool:
        return self.before.criteria != self.after.criteria

    @property
    def is_substance(self) -> bool:
        """Whether the new version says another thing, not the same thing in other words."""
        return self.computed or any(is_substance(one.weight) for one in self.changes)

    def touching(self, start: int, end: int) -> tuple[Changed, ...]:
        """Return the changes within `before.text[start:end]`.

        A change that only meets an end of the passage stands beside it.
        """
        ahead = len(words_of(self.before)) - len(self.before.text)
        return tuple(one for one in self.changes if _meets(one.unit, start + ahead, end + ahead))


def _meets(unit: Unit, start: int, end: int) -> bool:
    first, last = unit.old_start, unit.old_start + len(unit.old)
    if first == last:  # words that only come
        return start < first < end
    return first < end and start < last


def step(
    before: ClauseVersion, after: ClauseVersion, forms: tuple[str, ...], opinions: Opinions
) -> Step:
    """Return what leads from one version to the next. forms: of the defined terms."""
    found = _units(words_of(before), words_of(after), forms)
    weighed = tuple(Changed(unit, class_of(unit, opinions.get(unit.key, ()))) for unit in found)
    return Step(before, after, weighed)


@lru_cache(maxsize=2_048)
def _units(old: str, new: str, forms: tuple[str, ...]) -> tuple[Unit, ...]:
    return units(old, new, forms)


@dataclass(frozen=True)
class History:
    """All clauses with all that is known of them. versions: by clause, the oldest first."""

    versions: Mapping[str, tuple[ClauseVersion, ...]]
    steps: Mapping[str, tuple[Step, ...]]

    def version(self, clause_id: str, number: int) -> ClauseVersion | None:
        """Return a version by its number, or None."""
        found = self.versions.get(clause_id, ())
        return next((one for one in found if one.version == number), None)

    def in_force(self, clause_id: str, day: date) -> ClauseVersion | None:
        """Return the version of a clause that is in force on `day`, or None."""
        return in_force(self.versions.get(clause_id, ()), day)

    def versions_on(self, day: date) -> dict[str, int]:
        """Return clause id to the number of the version in force on `day`."""
        found = ((name, self.in_force(name, day)) for name in self.versions)
        return {name: one.version for name, one in found if one is not None}

    def since(self, clause_id: str, number: int, day: date) -> tuple[Step, ...]:
        """Return the steps that lead on from version `number` and are in force by `day`."""
        start = self.version(clause_id, number)
        if start is None:
            return ()
        return tuple(
            one
            for one in self.steps.get(clause_id, ())
            if start.in_force_from < one.after.in_force_from <= day
        )

    def substance(self, clause_id: str, number: int) -> int:
        """Return the earliest version that says the same as version `number` in substance.

        Who knows that one, or any since, knows this one.
        """
        earliest = number
        for one in reversed(self.steps.get(clause_id, ())):
            if one.after.version == earliest and not one.is_substance:
                earliest = one.before.version
        return earliest

    def with_changes(
        self, changes: Iterable[Change], day: date, forms: tuple[str, ...], said: Said
    ) -> "History":
        """Return the history as it would be if these changes came into force on `day`.

        day: after all that is set. What is set after the version that a change starts from is left
        out. said: of the units of each change, by clause.
        """
        versions, steps = dict(self.versions), dict(self.steps)
        for one in changes:
            name = one.clause_id
            held = list(versions.get(name, ()))
            if one.before is not None:
                held = held[: 1 + max(_places(held, one.before.version), default=-1)]
                if held:
                    held[-1] = replace(held[-1], in_force_until=day)
            led = list(steps.get(name, ()))[: max(len(held) - 1, 0)]
            if one.after is not None:
                number = max((each.version for each in versions.get(name, ())), default=0) + 1
                after = replace(one.after, version=number, in_force_from=day, in_force_until=None)
                if held:
                    led.append(step(held[-1], after, forms, said.get(name, {})))
                held.append(after)
            versions[name], steps[name] = tuple(held), tuple(led)
        return History(versions, steps)

    def changed_on(self, after: date) -> list[date]:
        """Return the days after `after` on which some clause gets another version, or ends."""
        every = [one for versions in self.versions.values() for one in versions]
        days = {one.in_force_from for one in every} | {
            one.in_force_until for one in every if one.in_force_until is not None
        }
        return sorted(day for day in days if day > after)


def _places(held: Sequence[ClauseVersion], number: int) -> list[int]:
    return [place for place, one in enumerate(held) if one.version == number]
