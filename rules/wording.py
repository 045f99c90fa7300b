"""Words of the rule book's pages."""

from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from rules.amendment import Kind
from rules.clause import GovernsBy
from rules.computed.outcome import Kind as Outcome
from rules.consultation import Vote
from rules.impact import Hit
from rules.revision import Stance, State
from rules.signals import Signal, Source
from rules.text.weight import Procedure, Weight

DECIDED_BY = {
    GovernsBy.JOINING: _l("The version in force on the day of joining"),
    GovernsBy.EVENT: _l("The version in force on the day of the diagnosis or the accident"),
    GovernsBy.FILING: _l("The version in force on the day on which the claim is filed"),
    GovernsBy.PERIOD: _l("The version in force on the first day of the period"),
    GovernsBy.FAVOURABLE: _l("The more favourable of the versions of joining and of the event"),
}

STATES = {
    State.DRAFT: _l("draft"),
    State.IN_REVIEW: _l("in review"),
    State.CONSULTATION: _l("before the members"),
    State.APPROVED: _l("approved"),
    State.SCHEDULED: _l("scheduled"),
    State.IN_FORCE: _l("in force"),
    State.WITHDRAWN: _l("withdrawn"),
    State.REJECTED: _l("rejected"),
}
STATE_TONES = {
    State.DRAFT: "",
    State.IN_REVIEW: "info",
    State.CONSULTATION: "warn",
    State.APPROVED: "info",
    State.SCHEDULED: "info",
    State.IN_FORCE: "good",
    State.WITHDRAWN: "",
    State.REJECTED: "bad",
}
PROCEDURES = {
    Procedure.EDITORIAL: _l("editorial"),
    Procedure.LANGUAGE: _l("change of wording"),
    Procedure.CONSULTATION: _l("change of substance"),
}
PROCEDURE_SENTENCES = {
    Procedure.EDITORIAL: _l(
        "It changes spaces, punctuation or spelling only. A second editor signs it off; members "
        "then have seven days to object before it comes into force."
    ),
    Procedure.LANGUAGE: _l(
        "It says the same in other words. Two editors who did not write it weigh each change and "
        "sign it off."
    ),
    Procedure.CONSULTATION: _l(
        "It may change what members owe or are owed. Two editors who did not write it sign it "
        "off; then members try the wording on three cases and vote."
    ),
}
WEIGHTS = {
    Weight.SPACE: _l("spaces"),
    Weight.PUNCTUATION: _l("punctuation"),
    Weight.SPELLING: _l("spelling"),
    Weight.WORDING: _l("wording"),
    Weight.NUMBER: _l("a number"),
    Weight.MODAL: _l("what one must or may do"),
    Weight.NEGATION: _l("a “not” or an exception"),
    Weight.COMPARISON: _l("a limit or a time"),
    Weight.TERM: _l("a defined term"),
    Weight.PASSAGE: _l("a whole passage"),
}
KINDS = {
    Kind.REPLACE: _l("other words"),
    Kind.INSERT: _l("new clause"),
    Kind.REPEAL: _l("clause ends"),
    Kind.MOVE: _l("moved"),
    Kind.RENUMBER: _l("another number"),
    Kind.SPLIT: _l("split in two"),
    Kind.MERGE: _l("two made one"),
}
STANCES = {
    Stance.AGREE: _l("agrees"),
    Stance.OBJECT: _l("objects"),
}
STEPS_SAID = {
    "opened": _l("The revision was opened."),
    "changed": _l("Its words were changed."),
    "sent": _l("It was sent to the language group."),
    "returned": _l("It went back to its authors."),
    "signed_off": _l("An editor who did not write it signed it off."),
    "consulted": _l("It was put before the members."),
    "approved": _l("It was approved."),
    "rejected": _l("The members did not adopt it."),
    "scheduled": _l("The day on which it comes into force was set."),
    "objected": _l("A member objected, and it went back to its authors."),
    "withdrawn": _l("It was withdrawn."),
    "in_force": _l("It came into force."),
    "rebased": _l("Another revision changed the same clause, and it went back to its authors."),
}
WAY = {
    State.DRAFT: _l("Drafted"),
    State.IN_REVIEW: _l("Weighed word by word"),
    State.CONSULTATION: _l("Put before the members"),
    State.APPROVED: _l("Approved"),
    State.SCHEDULED: _l("Scheduled"),
    State.IN_FORCE: _l("In force"),
}
HITS = {
    Hit.OPEN_CASES: _l("Open cases that cite it; they keep the version they were filed under"),
    Hit.DECIDED_CASES: _l("Decided cases whose cited words would read differently"),
    Hit.ITEMS_PULLED: _l("Exam questions that are pulled: their quoted words change in substance"),
    Hit.ITEMS_TO_REVIEW: _l("Exam questions on it to look at again"),
    Hit.JURORS: _l("Certified jurors who owe a short paper on what changed"),
    Hit.CITING: _l("Clauses that refer to it"),
    Hit.USING_TERM: _l("Clauses that use a term it defines"),
}
OUTCOMES = {
    Outcome.ALLOWED: _l("allowed"),
    Outcome.BARRED: _l("barred"),
    Outcome.LEFT_OPEN: _l("left open by the words"),
    Outcome.NOT_TOUCHED: _l("not touched"),
}
VOTES = {
    Vote.FOR: _l("For"),
    Vote.AGAINST: _l("Against"),
    Vote.ABSTAIN: _l("Abstain"),
}


def said_of(signal: Signal) -> str:
    """Return what a signal says, with its figures: "7 of 31 ballots found it unclear"."""
    if signal.source is Source.COMMENT:
        return str(
            ngettext("%(num)s remark on its words", "%(num)s remarks on its words", signal.count)
        )
    if signal.source is Source.REPORTED:
        one = "%(num)s member found it unclear in the exam"
        return str(ngettext(one, "%(num)s members found it unclear in the exam", signal.count))
    if signal.source is Source.LINT:
        one = "The rules of wording ask about %(num)s place"
        return str(ngettext(one, "The rules of wording ask about %(num)s places", signal.count))
    counted = {
        Source.CANNOT_BE_MET: _l("%(count)s of %(of)s ballots found that nobody could meet it"),
        Source.UNCLEAR: _l("%(count)s of %(of)s ballots found it unclear"),
        Source.EXAM: _l("%(count)s of %(of)s first answers on it in the exam were wrong"),
    }
    return str(counted[signal.source]) % {"count": signal.count, "of": signal.of}


def share_needed(majority: Fraction) -> str:
    """Return what adopts a revision: "at least 67/100 of the votes for and against"."""
    share = f"{majority.numerator}/{majority.denominator}"
    return str(_("at least %(share)s of the votes for and against", share=share))


def way_of(procedure: Procedure) -> list[tuple[State, str]]:
    """Return the stages that a revision goes through, in order, with their names."""
    asks = procedure is Procedure.CONSULTATION
    return [(state, str(name)) for state, name in WAY.items() if asks or state != "consultation"]
