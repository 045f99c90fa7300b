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


def outcome_of(standard: Standard, uphold: int, deny: int) -> Outcome:
    """Return what `uphold` votes against `deny` votes make under `standard`.

    "Cannot judge" plays no part: it is cast and not valid.
    """
    valid = uphold + deny
    if valid == 0 or valid < standard.quorum():
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
) -> Tally:
    """Count the counted ballots of a case, one a pseudonym; None stands for a void one."""
    counted = list(ballots)
    good = [ballot for ballot in counted if ballot is not None]
    choices = Counter(ballot.choice for ballot in good)
    uphold, deny = choices[Choice.UPHOLD], choices[Choice.DENY]
    named = Counter(ballot.tier for ballot in good if ballot.choice is Choice.UPHOLD)
    by_tier = {tier: named[tier] for tier in tiers}
    outcome = outcome_of(standard, uphold, deny)
    return Tally(
        numbers=Numbers(
            seats=standard.seats,
            cast=len(counted),
            valid=uphold + deny,
            uphold=uphold,
            deny=deny,
            cannot_judge=choices[Choice.CANNOT_JUDGE],
            void=len(counted) - len(good),
            replaced_ballots=replaced,
        ),
        outcome=outcome,
        issues={clause: _findings(good, clause) for clause in clauses},
        tier=tier_of(standard, by_tier) if outcome is Outcome.UPHELD else None,
        tiers={str(tier): votes for tier, votes in by_tier.items()},
    )


def _findings(ballots: list[Ballot], clause: str) -> dict[str, int]:
    found = Counter(ballot.issues.get(clause) for ballot in ballots)
    return {finding.value: found[finding] for finding in Finding}
