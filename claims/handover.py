"""What is handed down to the jury: a claim's texts redacted, and the case file made of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from audit.entry import canonical
from claims.claim import Decision, Facts, Issue
from claims.datelines import RESTS_ON, date_lines
from claims.dates import days_shown
from claims.marks.again import Hidden
from claims.redaction import REPLACED, Flag, Party, Redacted, redact, with_claimant
from jury.casefile import BEFORE_YOU_READ, CaseFile, CitedClause, QuizQuestion
from jury.standard import Standard
from kernel.errors import N_
from rules.clause import Dates, Governing

HIDE, SHOW = "hide", "show"

# What jurors read, in the order in which a second officer reviews it.
TEXTS = (
    "title",
    "content_warning",
    "question",
    "summary",
    "decision_reason",
    "claimant_says",
    "respondent_says",
)
# What not every claim has; where it is empty, nothing is said of it.
FURTHER = ("claimant_replies", "respondent_replies", "claimant_remarks", "respondent_remarks")
DECISION_LINES = {
    Decision.PAY: "Preliminary decision: the claim is paid.",
    Decision.REFUSE: "Preliminary decision: the claim is not paid.",
    Decision.PAY_LESS: "Preliminary decision: less is paid than was claimed.",
}
# What comes of a claim that is not upheld, where jurors who uphold it choose an amount.
NOT_UPHELD = {
    Decision.REFUSE: "nothing is paid",
    Decision.PAY_LESS: "{least} yuan are paid",
}
REMARKED = {
    "claimant": "On the summary, which this side did not agree to:",
    "respondent": "On the summary, which the claimant did not agree to:",
}


@dataclass(frozen=True)
class Redaction:
    """The texts of a claim after redaction, by the name of their field."""

    texts: Mapping[str, Redacted]

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All flags, each once."""
        return tuple(dict.fromkeys(flag for one in self.texts.values() for flag in one.flags))

    def __getitem__(self, name: str) -> str:
        return self.texts[name].text if name in self.texts else ""


def parties_of(facts: Facts, claimant: str) -> tuple[Party, ...]:
    """Return all parties: those declared by officers, and the claimant under their own name."""
    return with_claimant(facts.parties, claimant)


def redact_claim(
    facts: Facts, decisions: Mapping[str, str] | None = None, *, claimant: str = ""
) -> Redaction:
    """Return all texts of a claim redacted. A name that a rule hides in one is hidden in all.

    decisions: flag key to HIDE or SHOW; what nobody has decided on stays hidden.
    claimant: the name of the claimant's account, which goes although nobody declared it.
    """
    shown = frozenset(key for key, decision in (decisions or {}).items() if decision == SHOW)
    parties, days = parties_of(facts, claimant), days_shown(facts.dates)
    since = facts.dates.counted_from

    def redacted(hidden: Sequence[Hidden] = ()) -> Redaction:
        return Redaction(
            {
                name: redact(text, parties, shown, days, since, hidden)
                for name, text in _written(facts)
            }
        )

    found = redacted()
    hidden = [name for one in found.texts.values() for name in one.hidden]
    return redacted(hidden) if hidden else found


def _written(facts: Facts) -> Iterator[tuple[str, str]]:
    for name in TEXTS:
        yield name, getattr(facts, name)
    for name in FURTHER:
        if text := getattr(facts, name):
            yield name, text
    for number, question in enumerate(facts.quiz, 1):
        yield f"quiz_{number}_stem", question.stem
        for letter, option in enumerate(question.options, 1):
            yield f"quiz_{number}_option_{letter}", option


def names_in(text: Redacted) -> tuple[str, ...]:
    """Return the declared names as they are written in a text, each once."""
    return tuple(dict.fromkeys(one.written for one in text.pieces if one.what == REPLACED))


def undecided(flags: Sequence[Flag], decisions: Mapping[str, str]) -> list[Flag]:
    """Return the flags that nobody has decided on."""
    return [flag for flag in flags if decisions.get(flag.key) not in {HIDE, SHOW}]


def hide_all(facts: Facts, claimant: str = "") -> dict[str, str]:
    """Return the careful decision on every flag of a claim."""
    return {flag.key: HIDE for flag in redact_claim(facts, claimant=claimant).flags}


def rule_dates(facts: Facts) -> Dates:
    """Return the days by which the rules find the governing version."""
    known = facts.dates
    return Dates(joined=known.joined, event=known.deciding, filed=known.filed)


def clauses_needed(facts: Facts) -> list[str]:
    """Return the ids of the clauses in dispute and of those that the dates rest on."""
    return list(dict.fromkeys([*facts.clauses, *RESTS_ON]))


def unresolved(facts: Facts, governing: Mapping[str, Governing]) -> list[Issue]:
    """Return the clauses in dispute of which no version is known to govern."""
    return [
        Issue(N_("No version governs one of the clauses in dispute: check the dates."), "clauses")
        for clause_id in facts.clauses
        if clause_id not in governing or governing[clause_id].version is None
    ][:1]


def case_file(
    ref: str, facts: Facts, redaction: Redaction, governing: Mapping[str, Governing]
) -> CaseFile:
    """Return exactly what jurors will see.

    Clauses without a governing version and questions without a right option are left out.
    """
    versions = {name: one.version for name, one in governing.items() if one.version is not None}
    return CaseFile(
        ref=ref,
        title=redaction["title"],
        question=redaction["question"],
        summary=_summary(facts, redaction),
        claimant_says=_side(redaction, "claimant"),
        respondent_says=_side(redaction, "respondent"),
        clauses=tuple(_cited(facts, governing)),
        dates=date_lines(facts.dates, facts.clauses, versions),
        tiers=facts.tiers,
        quiz=tuple(
            QuizQuestion(
                redaction[f"quiz_{number}_stem"],
                tuple(
                    redaction[f"quiz_{number}_option_{letter}"]
                    for letter in range(1, len(question.options) + 1)
                ),
                question.key,
            )
            for number, question in enumerate(facts.quiz, 1)
            if question.key is not None
        ),
    )


def text_digest(file: CaseFile, amount: int, standard: Standard | None) -> str:
    """Return the hex SHA-256 of all that jurors would see of a claim, of what is at stake, and of
    the standard by which they would decide, in its numbers.

    A second officer signs it off, the claimant agrees to it, and nothing else is frozen. The keys
    of the quiz are not in it: the log tells it, and jurors could try them out.
    """
    rule = standard.as_json() if standard else None
    return sha256(
        canonical({"amount": amount, "file": file.digest(), "standard": rule})
    ).hexdigest()


def _summary(facts: Facts, redaction: Redaction) -> str:
    parts = [redaction["summary"].strip()]
    if redaction["content_warning"]:
        parts.insert(0, f"*{BEFORE_YOU_READ}{redaction['content_warning'].strip()}*")
    if redaction["decision_reason"]:
        parts.append(f"**{DECISION_LINES[facts.decision]}** {redaction['decision_reason'].strip()}")
    if facts.tiers and facts.decision in NOT_UPHELD:
        parts.append(f"**What may come out:** {_may_come_out(facts)}")
    return "\n\n".join(parts)


def _may_come_out(facts: Facts) -> str:
    *lower, highest = (f"{fen // 100:,}" for fen in sorted(facts.tiers))
    otherwise = NOT_UPHELD[facts.decision].format(least=lower[0] if lower else highest)
    return (
        f"If the claim is not upheld, {otherwise}. If it is, jurors choose what is paid: "
        f"{', '.join(lower)} or {highest} yuan."
    )


def _side(redaction: Redaction, side: str) -> str:
    """Return all that a side says, in the order in which it was said."""
    parts = [redaction[f"{side}_says"].strip()]
    if replies := redaction[f"{side}_replies"].strip():
        parts.append(f"**In reply to the other side:** {replies}")
    if remarks := redaction[f"{side}_remarks"].strip():
        parts.append(f"**{REMARKED[side]}** {remarks}")
    return "\n\n".join(parts)


def _cited(facts: Facts, governing: Mapping[str, Governing]) -> Iterator[CitedClause]:
    for clause_id in facts.clauses:
        found = governing.get(clause_id)
        if found is not None and found.version is not None:
            version = found.version
            yield CitedClause(clause_id, version.version, version.digest, found.reason)
