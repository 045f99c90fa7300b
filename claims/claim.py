"""A claim: its facts, its states, and who may do what to it when."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from claims.dates import KnownDates
from claims.life import State
from claims.redaction import Party
from kernel.clock import lies_ahead
from kernel.errors import N_, Conflict, Malformed

LONGEST_STATEMENT = 5_000  # characters, the same for both sides
LONGEST_SUMMARY = 3_000
LONGEST_TITLE = 120
LONGEST_WHY_SHOWN = 300  # of a flag
QUESTIONS = 3
A_DAY = timedelta(days=1)
HEARD = (
    *("decision_reason", "claimant_says", "respondent_says"),
    *("claimant_replies", "respondent_replies"),
)
OPTIONS = 3


class Stale(Conflict):
    """What was sent was written on an older revision than the present one."""


class Decision(StrEnum):
    """What the plan decided on the papers."""

    PAY = "pay"
    PAY_LESS = "pay_less"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Question:
    """A question of the case quiz; key: the number of the right option from 0, once one is."""

    stem: str
    options: tuple[str, ...]
    key: int | None


@dataclass(frozen=True)
class Preliminary:
    """What the plan decided and what is at stake; without a verdict that decides, it holds.

    amount, lower: in fen. lower: what the plan pays where it pays less than was claimed; where it
    pays nothing, what comes into question beside the amount, such as the light tier.
    """

    decision: Decision
    amount: int
    lower: int | None = None

    def on(self, facts: "Facts") -> "Facts":
        """Return facts that say the same: jurors who uphold the claim choose between the two."""
        tiers = (self.lower, self.amount) if self.lower else ()
        return replace(facts, decision=self.decision, amount=self.amount, tiers=tiers)


@dataclass(frozen=True)
class Facts:
    """All that is known of a claim. Personal data stands here and nowhere above or below.

    amount and tiers are in fen; `clauses` holds the ids of the clauses in dispute; `standard` is
    the name of the one by which a jury decides, None while none is chosen. Each side says
    something, replies to the other, and may have remarks on a summary that it did not agree to.
    despite: why the decision stands although the dates say otherwise; officers alone read it.
    """

    title: str
    dates: KnownDates = field(default_factory=KnownDates)
    content_warning: str = ""
    amount: int | None = None
    decision: Decision = Decision.REFUSE
    decision_reason: str = ""
    summary: str = ""
    question: str = ""
    claimant_says: str = ""
    respondent_says: str = ""
    claimant_replies: str = ""
    respondent_replies: str = ""
    claimant_remarks: str = ""
    respondent_remarks: str = ""
    clauses: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    quiz: tuple[Question, ...] = ()
    tiers: tuple[int, ...] = ()
    standard: str | None = None
    despite: str = ""

    def as_heard(self, held: "Facts") -> "Facts":
        """The same with why it was decided, and what both sides say and reply, in `held`."""
        return replace(self, **{name: getattr(held, name) for name in HEARD})

    def with_remarks_of(self, held: "Facts") -> "Facts":
        """The same with the claimant's remarks in `held`; without any, the plan has none either."""
        plans = self.respondent_remarks if held.claimant_remarks else ""
        return replace(self, claimant_remarks=held.claimant_remarks, respondent_remarks=plans)

    @property
    def unremarked(self) -> "Facts":
        """The same without remarks: what they were made on is written anew."""
        return replace(self, claimant_remarks="", respondent_remarks="")

    @property
    def preliminary(self) -> Preliminary:
        """What was decided on paper, of a claim that an officer entered."""
        return Preliminary(self.decision, self.amount or 0, min(self.tiers, default=None))


@dataclass(frozen=True)
class Issue:
    """Something that stands in the way, in words, and the field that mends it.

    Where no field does, `field` names the page, `review`, or whose turn it is, `claimant`.
    """

    message: str
    field: str


def missing(facts: Facts) -> list[Issue]:
    """Return what a claim still needs before a second officer can review it."""
    known = facts.dates
    needed = [
        (known.joined, N_("The day of joining is missing."), "joined"),
        (known.deciding, _deciding_day(known), "event" if known.accident else "diagnosed"),
        (known.filed, N_("The day on which the claim was filed is missing."), "filed"),
        (facts.amount, N_("The amount is missing."), "amount"),
        (facts.decision_reason, N_("The preliminary decision has no reason."), "decision_reason"),
        (facts.summary, N_("The neutral summary is missing."), "summary"),
        (facts.question, N_("The question to the jurors is missing."), "question"),
        (facts.claimant_says, N_("The claimant's statement is missing."), "claimant_says"),
        (facts.respondent_says, N_("The investigator's statement is missing."), "respondent_says"),
        (facts.clauses, N_("No clause is marked as in dispute."), "clauses"),
        (facts.parties, N_("No party is declared: nobody's name would be replaced."), "parties"),
        (
            facts.standard,
            N_("Confirm the standard: saving takes the one that is marked."),
            "standard",
        ),
    ]
    found = [Issue(message, field) for value, message, field in needed if not value]
    return found + _amounts_beyond(facts) + _days_in_disorder(known) + _quiz_issues(facts.quiz)


def _amounts_beyond(facts: Facts) -> list[Issue]:
    """Jurors choose none of them to be paid more than was claimed."""
    if facts.amount and max(facts.tiers, default=0) > facts.amount:
        return [Issue(N_("An amount in dispute is higher than the amount claimed."), "tiers")]
    return []


def _deciding_day(known: KnownDates) -> str:
    if known.accident:
        return N_("The day of the accident is missing.")
    return N_("The day of the first diagnosis is missing.")


def _days_in_disorder(known: KnownDates) -> list[Issue]:
    found = []
    if known.born and known.joined and known.born > known.joined:
        found.append(Issue(N_("The day of birth lies after the day of joining."), "born"))
    # The day of filing is counted in UTC; where the claimant lives it may be a day later by then.
    if known.filed and known.deciding and known.filed + A_DAY < known.deciding:
        found.append(Issue(N_("The claim was filed before what it is for."), "filed"))
    return found


def _quiz_issues(quiz: tuple[Question, ...]) -> list[Issue]:
    found = []
    if len(quiz) < QUESTIONS:
        field = f"quiz_{len(quiz) + 1}_stem"
        found.append(Issue(N_("The case quiz needs three questions."), field))
    for number, question in enumerate(quiz, 1):
        if len(set(question.options)) < OPTIONS:
            field = f"quiz_{number}_option_1"
            found.append(Issue(N_("A question needs three different options."), field))
        if question.key is None:
            message = N_("In a question of the case quiz, no right option is marked.")
            found.append(Issue(message, f"quiz_{number}_key"))
    return found


def days_ahead(known: KnownDates, now: datetime) -> list[Issue]:
    """Return which days are said to be past, and lie ahead."""
    if known.accident:
        deciding = (known.event, N_("The day of the accident lies ahead."), "event")
    else:
        deciding = (known.diagnosed, N_("The day of the first diagnosis lies ahead."), "diagnosed")
    said = (
        (known.joined, N_("The day of joining lies ahead."), "joined"),
        (known.born, N_("The day of birth lies ahead."), "born"),
        deciding,
        (known.filed, N_("The day of filing lies ahead."), "filed"),
    )
    return [Issue(message, name) for day, message, name in said if day and lies_ahead(day, now)]


def check_days(known: KnownDates, now: datetime) -> None:
    """Raise Malformed where a day lies ahead."""
    if found := days_ahead(known, now):
        raise Malformed(found[0].message)


def check_handler(actor_id: str, claimant_id: str, *, close: bool = False) -> None:
    """Raise Conflict if the officer has a stake in the claim."""
    if actor_id == claimant_id:
        raise Conflict(N_("This claim is your own. Another officer has to handle it."))
    if close:
        raise Conflict(N_("You are close to the claimant. Another officer has to handle this."))


def check_edit(state: State) -> None:
    """Raise Conflict unless the claim may still be changed."""
    if state is not State.PREPARED:
        raise Conflict(N_("The claim is not being prepared any more. Have it returned first."))


def check_amount(before: int | None, after: int | None, *, is_halted: bool) -> None:
    """Raise Conflict for another amount while a case is halted.

    The amount stands beside the file that jurors read: a change of it alone would void no ballot,
    and what was voted on the one would be paid on the other.
    """
    if is_halted and after != before:
        raise Conflict(
            N_(
                "A case that is before the jury keeps the amount it was frozen with. For another "
                "amount, the claimant withdraws this claim, and a new one is opened."
            )
        )


# Who was quicker, in words for whoever was slower.
BY_AN_OFFICER = N_(
    "Another officer has changed this claim since you opened it. Nothing of yours is saved yet."
)
IN_ITS_PAPERS = N_(
    "The claim or its papers have changed since you opened it. Read them before you decide: nothing"
    " of yours is saved yet."
)
BY_YOURSELF = N_(
    "You have saved this in another tab or window meanwhile. What you typed here is not saved yet; "
    "it stands below."
)
BY_YOUR_SIDE = N_(
    "Somebody who writes with you has saved this meanwhile. What you typed here is not saved yet; "
    "it stands below."
)


def check_fresh(revision: int, seen: int, said: str = BY_AN_OFFICER) -> None:
    """Raise Stale, in the words of `said`, unless the change was made on the present revision."""
    if seen != revision:
        raise Stale(said)


def check_complete(issues: list[Issue]) -> None:
    """Raise Conflict unless nothing is missing for a review."""
    if issues:
        raise Conflict(N_("The claim is not complete yet: %(first)s"), first=issues[0].message)


def check_approve(actor_id: str, preparers: Iterable[str], revision: int, seen: int) -> None:
    """Raise Conflict unless a second officer approves the text that they have seen."""
    if actor_id in set(preparers):
        raise Conflict(N_("You prepared this claim. A second officer has to review it."))
    check_seen(revision, seen)


def check_seen(revision: int, seen: int) -> None:
    """Raise Conflict unless the text that was read is the present one."""
    if seen != revision:
        raise Conflict(N_("The claim has changed since you opened it. Read it again."))


def check_approved(approved: str | None, digest: str) -> None:
    """Raise Conflict unless what the claimant agrees to is what the second officer approved."""
    if approved != digest:
        raise Conflict(
            N_(
                "What jurors would read has changed since it was approved. A second officer has to "
                "read it again before you are asked."
            )
        )


def check_ready(issues: list[Issue]) -> None:
    """Raise Conflict unless everything is ready to be frozen."""
    if issues:
        raise Conflict(N_("The case cannot be frozen yet: %(first)s"), first=issues[0].message)
