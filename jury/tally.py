"""The count, in whole numbers and fractions only. docs/formats.md, "Tally", says the same."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from jury.ballot import Ballot, Choice, Finding
from jury.standard import Standard


class Outcome(StrEnum):
    UPHELD = "upheld"
    DENIED = "denied"
    HUNG = "hung"
    INQUORATE = "inquorate"


@dataclass(frozen=True)
class Numbers:
    """What is counted. `cast` = `valid` + `cannot_judge` + `void`."""

    seats: int
    cast: int
    valid: int
    uphold: int
    deny: int
    cannot_judge: int
    void: int
    replaced_ballots: int

    def as_json(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True)
class Tally:
    """The result of a count."""

    numbers: Numbers
    outcome: Outcome
    issues: dict[str, dict[str, int]] = field(default_factory=dict)
    tier: int | None = None
    tiers: dict[str, int] = field(default_factory=dict)


@dataclass
class Counts:
    """What some ballots come to. Counts of parts of a box add up to that of the box.

    findings: by clause id and finding; tiers: the sums named by those who uphold.
    """

    choices: Counter[Choice] = field(default_factory=Counter)
    findings: Counter[tuple[str, Finding]] = field(default_factory=Counter)
    tiers: Counter[int | None] = field(default_factory=Counter)
    void: int = 0

    def add(self, ballot: Ballot | None, times: int = 1) -> None:
        """Count a ballot that was cast so many times; None stands for a void one."""
        if ballot is None:
            self.void += times
            return
        self.choices[ballot.choice] += times
        for one in ballot.issues.items():
            self.findings[one] += times
        if ballot.choice is Choice.UPHOLD:
            self.tiers[ballot.tier] += times

    def merge(self, part: "Counts") -> None:
        """Add what another part of the box came to."""
        self.choices += part.choices
        self.findings += part.findings
        self.tiers += part.tiers
        self.void += part.void


@dataclass(frozen=True)
class Assembly:
    """Where nobody was drawn: how many took a seat, and how many might have.

    Whoever took a seat stands in no log, so what a quorum is a share of is the latter.
    """

    taken: int
    voters: int


def outcome_of(
    standard: Standard, uphold: int, deny: int, assembly: Assembly | None = None
) -> Outcome:
    """Return what `uphold` votes against `deny` votes make under `standard`.

    "Cannot judge" plays no part: it is cast and not valid.
    """
    valid = uphold + deny
    if valid == 0 or valid < standard.quorum(assembly.voters if assembly else None):
        return Outcome.INQUORATE
    up = standard.threshold.met_by(uphold, valid)
    down = standard.denial.met_by(deny, valid) if standard.denial else not up
    if up == down:
        return Outcome.HUNG
    if (uphold if up else deny) < standard.approval:
        return Outcome.HUNG
    return Outcome.UPHELD if up else Outcome.DENIED


def tier_of(standard: Standard, tiers: dict[int, int]) -> int | None:
    """Return the sum that wins among those named, else the lowest in dispute (None: no sum)."""
    if not tiers:
        return None
    named = sum(tiers.values())
    winners = [
        tier for tier, votes in tiers.items() if named and standard.threshold.met_by(votes, named)
    ]
    return winners[0] if len(winners) == 1 else min(tiers)


def count(
    standard: Standard,
    ballots: Iterable[Ballot | None],
    clauses: Sequence[str],
    tiers: Sequence[int],
    replaced: int = 0,
    assembly: Assembly | None = None,
) -> Tally:
    """Count the counted ballots of a case, one a pseudonym; None stands for a void one."""
    counts = Counts()
    for ballot in ballots:
        counts.add(ballot)
    return tally_of(standard, counts, clauses, tiers, replaced, assembly)


def tally_of(
    standard: Standard,
    counts: Counts,
    clauses: Sequence[str],
    tiers: Sequence[int],
    replaced: int = 0,
    assembly: Assembly | None = None,
) -> Tally:
    """Return what comes of a case whose counted ballots are counted."""
    uphold, deny = counts.choices[Choice.UPHOLD], counts.choices[Choice.DENY]
    by_tier = {tier: counts.tiers[tier] for tier in tiers}
    outcome = outcome_of(standard, uphold, deny, assembly)
    return Tally(
        numbers=Numbers(
            seats=assembly.taken if assembly else standard.seats,
            cast=counts.choices.total() + counts.void,
            valid=uphold + deny,
            uphold=uphold,
            deny=deny,
            cannot_judge=counts.choices[Choice.CANNOT_JUDGE],
            void=counts.void,
            replaced_ballots=replaced,
        ),
        outcome=outcome,
        issues={
            clause: {finding.value: counts.findings[clause, finding] for finding in Finding}
            for clause in clauses
        },
        tier=tier_of(standard, by_tier) if outcome is Outcome.UPHELD else None,
        tiers={str(tier): votes for tier, votes in by_tier.items()},
    )
