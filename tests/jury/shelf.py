"""Cases that are over, put on the shelf at once: what reads the archive needs many of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from jury.archive import searchable
from jury.ballot import Ballot, Choice, Finding
from jury.casefile import CitedClause
from jury.models import Draw, JuryCase, Reason, Roll, Verdict, VerdictClause, Withdrawal
from jury.standard import PRESETS
from jury.tally import Tally, count
from jury.verdict import SOFTWARE, caveats, stands
from kernel.work import Work
from tests.jury.bench import case_file

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LOG = [{"kind": "draw.committed", "randomness": {"kind": "house"}}]
EPOCH = 0
HEAD = {"root": "ab" * 32, "size": 9}
LUNG, EVIDENCE = "lung-disease", "impossible-evidence"


def tallied(
    uphold: int, deny: int, cannot_judge: int = 0, standard: str = "twelve", tier: int | None = None
) -> Tally:
    """Return the count of so many ballots on two clauses: who upholds found one unclear."""
    up = Ballot(Choice.UPHOLD, {LUNG: Finding.UNCLEAR, EVIDENCE: Finding.APPLIES}, tier)
    down = Ballot(Choice.DENY, {LUNG: Finding.APPLIES, EVIDENCE: Finding.DOES_NOT_APPLY})
    box = [up] * uphold + [down] * deny + [Ballot(Choice.CANNOT_JUDGE)] * cannot_judge
    return count(PRESETS[standard], box, (LUNG, EVIDENCE), (tier,) if tier else ())


def record(tally: Tally, standard: str = "twelve", clauses: tuple[str, ...] = (LUNG, EVIDENCE)):
    """Return a verdict as the log would hold it."""
    opened = {"standard": PRESETS[standard].as_json(), "again_of": None}
    return {
        "question": "Is the claim to be paid?",
        "clauses": [{"id": one, "version": 1, "digest": "ab" * 32} for one in clauses],
        "standard": opened["standard"],
        "numbers": tally.numbers.as_json(),
        "issues": {one: tally.issues.get(one, {}) for one in clauses},
        "tier": tally.tier,
        "tiers": tally.tiers,
        "outcome": tally.outcome.value,
        "stands": stands(tally.outcome, opened),
        "caveats": caveats(LOG, tally),
        "file": "ab" * 32,
        "panel": {
            "drawn": tally.numbers.seats,
            "accepted": tally.numbers.seats,
            "replaced": 0,
            "roll": "cd" * 32,
            "seed": "ef" * 32,
            "randomness": "house",
            "void_draws": 0,
        },
        "checkpoints": {"opening": HEAD, "closing": HEAD},
        "software": SOFTWARE,
    }


def case_row(work: Work, ref: str, stage: str, standard: str, again_of: str | None, **file) -> None:
    """Put in a case; file: what is other in its file than in that of the bench."""
    made = replace(case_file(ref), **file)
    work.session.add(
        JuryCase(
            ref=ref,
            stage=stage,
            title=made.title,
            file=made.as_json(),
            file_digest=made.digest(),
            standard=PRESETS[standard].as_json(),
            public_key=b"k" * 32,
            again_of=again_of,
            frozen_at=NOON - timedelta(days=9),
            opens_at=NOON - timedelta(days=5),
            closes_at=NOON - timedelta(days=2),
        )
    )
    work.session.flush()


def draw_row(work: Work, ref: str) -> None:
    """Put in the draw that seated a case, from a roll before all others."""
    if work.session.get(Roll, EPOCH) is None:
        seen = NOON - timedelta(days=30)
        work.session.add(
            Roll(epoch=EPOCH, size=80, root="ab" * 32, strata={}, built_at=seen, usable_from=seen)
        )
        work.session.flush()
    leaf = {"commit_leaf": b"l" * 32, "commit_digest": b"d" * 32, "commitment": "ab" * 32}
    work.session.add(Draw(case_ref=ref, number=1, state="drawn", epoch=EPOCH, **leaf))
    work.session.flush()


def shelve(
    work: Work,
    ref: str,
    uphold: int = 8,
    deny: int = 3,
    *,
    at: datetime = NOON,
    clauses: tuple[str, ...] = (LUNG, EVIDENCE),
    standard: str = "twelve",
    tier: int | None = None,
    again_of: str | None = None,
    **file: str,
) -> None:
    """Put in a decided case: so many voted for and against."""
    cited = tuple(CitedClause(one, 1, "ab" * 32) for one in clauses)
    tiers = (tier,) if tier else ()
    case_row(work, ref, "decided", standard, again_of, clauses=cited, tiers=tiers, **file)
    draw_row(work, ref)
    tally = tallied(uphold, deny, 0, standard, tier)
    made = replace(case_file(ref), clauses=cited, **file)
    work.session.add(
        Verdict(
            case_ref=ref,
            outcome=tally.outcome.value,
            body=record(tally, standard, clauses),
            decided_at=at,
            standard=standard,
            tier=tally.tier,
            words=searchable(made),
        )
    )
    work.session.flush()
    work.session.add_all(VerdictClause(case_ref=ref, clause_id=one) for one in clauses)
    work.session.flush()


def withdraw(work: Work, ref: str, at: datetime = NOON, again_of: str | None = None) -> None:
    """Put in a case that was withdrawn."""
    case_row(work, ref, "withdrawn", "twelve", again_of)
    work.session.add(Withdrawal(case_ref=ref, stage="open", withdrawn_at=at))
    work.session.flush()


def publish(work: Work, ref: str, choice: str, text: str, *cites: str) -> None:
    """Put in a published reason."""
    work.session.add(
        Reason(case_ref=ref, choice=choice, text=text, cites=list(cites), state="published")
    )
    work.session.flush()
