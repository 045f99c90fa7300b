"""Where the dates of a claim contradict what the plan decides on it.

Papers can say more than days do, so a decision that refuses by a clause which the days meet, or
pays what they bar, may be right all the same. It is pointed out to whoever decides and to the
second officer, and it stands once each of them has said why. What a clause leaves open, and what
no day tells, contradicts nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from claims.claim import Decision, Issue, Preliminary
from claims.datelines import RESTS_ON
from claims.dates import KnownDates, facts_of
from claims.filing import AMOUNT_RESTS_ON
from kernel.errors import N_, Malformed, Sentence
from kernel.remark import LONGEST, remark
from rules.clause import ClauseVersion
from rules.computed.criterion import AgeBands, DayLimit, Measure, TierFrom
from rules.computed.outcome import CaseFacts, Kind, days_of, outcome

# The clauses by which the days may bar what is paid, whether or not a decision cites them.
LOOKED_AT = (*dict.fromkeys((*RESTS_ON, *AMOUNT_RESTS_ON, "who-may-join")),)

ALLOWED = {
    Measure.WAITING: N_(
        "First diagnosed on day %(days)s of membership: the waiting period was over."
    ),
    Measure.MEDICATION: N_(
        "Longest single order of medication, in days: %(days)s. The clause allows that."
    ),
    Measure.STAY: N_("Longest hospital stay, in days: %(days)s. The clause allows that."),
    Measure.AGE: N_("Age on the day of joining, in days: %(days)s. The clause allows that."),
}
BARRED = {
    Measure.WAITING: N_(
        "First diagnosed on day %(days)s of membership, within the waiting period."
    ),
    Measure.MEDICATION: N_(
        "Longest single order of medication, in days: %(days)s. The clause does not allow that."
    ),
    Measure.STAY: N_("Longest hospital stay, in days: %(days)s. The clause does not allow that."),
    Measure.AGE: N_(
        "Age on the day of joining, in days: %(days)s. The clause does not allow that."
    ),
}
NO_WAITING = N_("It was an accident, and there is no waiting period for accidents.")
WAITED = N_("Both sides agree that the waiting period has run.")
AT_THIS_AGE = N_("At the age of %(age)s, the clause pays %(yuan)s yuan.")
OF_THE_TIER = N_("For a light cancer of that day, the clause pays %(yuan)s yuan.")
BEFORE_THE_TIER = N_("The first diagnosis lies before the day from which the clause pays.")
CITED = {
    Decision.REFUSE: N_("The decision does not pay, and cites this clause."),
    Decision.PAY_LESS: N_("The decision pays less than was claimed, and cites this clause."),
}
PAID = N_("The decision pays %(yuan)s yuan.")
UNSAID = N_("The dates contradict the decision. Change it, or say why it stands.")


@dataclass(frozen=True)
class Contradiction:
    """A clause, what the dates say by it, and what the decision does."""

    clause_id: str
    says: Sentence
    does: Sentence


def contradictions(
    plan: Preliminary,
    cited: Sequence[str],
    known: KnownDates,
    governing: Mapping[str, ClauseVersion],
    *,
    light: bool = False,
) -> tuple[Contradiction, ...]:
    """Return where the dates contradict a decision.

    cited: ids of the clauses that it rests on. governing: clause id to the version that governs,
    for those and for `LOOKED_AT`; of a clause that is not in it nothing is computed. light: whether
    a light cancer is claimed; where the light tier is cited, the decision takes it to be one.
    """
    tiers = [one for one in cited if one in governing and _has_tier(governing[one])]
    facts = _facts(known, light=light or bool(tiers))
    return tuple(
        Contradiction(version.clause_id, says, does)
        for version in governing.values()
        for says, does in (
            *_where_cited(plan, version, version.clause_id in cited, known, facts),
            *_where_paid(plan, version, facts),
        )
    )


def check_explained(found: Sequence[Contradiction], despite: str) -> str:
    """Return why a decision stands against the dates, as it is kept: nothing where they agree.

    Raises Malformed where it is not said, or is too long.
    """
    return remark(despite, UNSAID, LONGEST) if found else ""


def unexplained(found: Sequence[Contradiction], despite: str) -> list[Issue]:
    """Return that nobody has said why a decision stands against the dates, where they contradict
    it."""
    try:
        check_explained(found, despite)
    except Malformed as refusal:
        return [Issue(refusal.message, "despite")]
    return []


def _where_cited(
    plan: Preliminary, version: ClauseVersion, cited: bool, known: KnownDates, facts: CaseFacts
) -> Iterator[tuple[Sentence, Sentence]]:
    """Yield what the days say against a clause that a decision cites for not paying all."""
    if not cited or plan.decision is Decision.PAY:
        return
    does = Sentence(CITED[plan.decision])
    for criterion in version.criteria:
        match criterion:
            case DayLimit(of=Measure.WAITING) if known.accident:
                yield Sentence(NO_WAITING), does
            case DayLimit(of=Measure.WAITING) if known.waiting_agreed:
                yield Sentence(WAITED), does
            case DayLimit() if outcome(criterion, facts).kind is Kind.ALLOWED:
                yield _days(ALLOWED, criterion.of, facts), does
            case TierFrom() if facts.event is not None and facts.event < criterion.day:
                yield Sentence(BEFORE_THE_TIER), does
            case AgeBands() | TierFrom():
                fen, says = _amount(criterion, facts)
                if fen is not None and _pays(plan) < min(fen, plan.amount):
                    yield says, does


def _where_paid(
    plan: Preliminary, version: ClauseVersion, facts: CaseFacts
) -> Iterator[tuple[Sentence, Sentence]]:
    """Yield what the days say against a decision that pays, whatever it cites."""
    pays = _pays(plan)
    if not pays:
        return
    does = Sentence(PAID, {"yuan": f"{pays // 100:,}"})
    for criterion in version.criteria:
        match criterion:
            case DayLimit() if outcome(criterion, facts).kind is Kind.BARRED:
                yield _days(BARRED, criterion.of, facts), does
            case AgeBands() | TierFrom():
                fen, says = _amount(criterion, facts)
                in_full = plan.decision is Decision.PAY
                if fen is not None and (pays > fen or (in_full and pays < fen)):
                    yield says, does


def _facts(known: KnownDates, *, light: bool) -> CaseFacts:
    born, joined = known.born, known.joined
    days = (joined - born).days if born and joined and born <= joined else None
    return replace(facts_of(known, light=light), age_days_at_joining=days)


def _days(said: Mapping[Measure, str], of: Measure, facts: CaseFacts) -> Sentence:
    return Sentence(said[of], {"days": f"{days_of(of, facts):,}"})


def _amount(criterion: AgeBands | TierFrom, facts: CaseFacts) -> tuple[int | None, Sentence]:
    """Return what a criterion pays, in fen, and says so; None where it says nothing of the claim:
    the age bands pay no light cancer, and the light tier nothing else."""
    found = outcome(criterion, facts)
    is_of_it = facts.light == isinstance(criterion, TierFrom)
    fen = found.fen if is_of_it and found.kind is Kind.AMOUNT else None
    values = {"yuan": f"{(fen or 0) // 100:,}"}
    if isinstance(criterion, TierFrom):
        return fen, Sentence(OF_THE_TIER, values)
    return fen, Sentence(AT_THIS_AGE, {**values, "age": facts.age_years})


def _pays(plan: Preliminary) -> int:
    return {
        Decision.PAY: plan.amount,
        Decision.PAY_LESS: plan.lower or 0,
        Decision.REFUSE: 0,
    }[plan.decision]


def _has_tier(version: ClauseVersion) -> bool:
    return any(isinstance(one, TierFrom) for one in version.criteria)
