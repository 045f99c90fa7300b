"""How the claims' pages say things to people who may be ill, and to those who work for them."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from claims.claim import Decision
from claims.filing import Benefit, PartyKind, Whom
from claims.life import State
from claims.papers import NAMES, WHERE
from claims.settlement import Payment, Result
from claims.suggestion import Why
from claims.timetable import Round, Side
from kernel.errors import Sentence

CITED_BY = {
    Why.DECISION: _l("cited in the plan's decision"),
    Why.DISPUTE: _l("cited by the claimant against it"),
}


def cited_by(whys: Iterable[Why]) -> list[str]:
    """Return in words by whom a clause is cited."""
    return [str(CITED_BY[why]) for why in whys]


def said(sentence: Sentence) -> str:
    """Return in the reader's language what a noun says."""
    return str(_(sentence.message, **sentence.values))


STATES = {
    State.FILING: _l("being filed"),
    State.INVESTIGATED: _l("being investigated"),
    State.DECIDED: _l("decided on the papers"),
    State.ACCEPTED: _l("settled"),
    State.DISPUTED: _l("disputed"),
    State.PREPARED: _l("being prepared"),
    State.IN_REVIEW: _l("in review"),
    State.SIGNED_OFF: _l("with the claimant"),
    State.AGREED: _l("ready to be frozen"),
    State.FROZEN: _l("before the jury"),
    State.WITHDRAWN: _l("withdrawn"),
}


def state_of(state: str, stage: str | None) -> str:
    """Return in words where a claim stands, for officers. stage: of its last case, if there is one;
    it says more while the jury has the claim."""
    if state == State.FROZEN and stage == "decided":
        return str(_("decided by a jury"))
    return str(STATES[State(state)])


TONES = {State.IN_REVIEW: "info", State.AGREED: "good", State.WITHDRAWN: "warn"}

BENEFITS = {
    Benefit.ILLNESS: _l("A grave illness"),
    Benefit.LIGHT: _l("A light cancer, of the thyroid or the prostate for example"),
    Benefit.ACCIDENT: _l("An accident"),
}
WHICH_BENEFIT = _l(
    "If you are not sure whether a cancer counts as light, choose the first: an officer finds out."
)
WHOM = {Whom.MYSELF: _l("I"), Whom.CHILD: _l("My child")}
PARTY_KINDS = {
    PartyKind.HOSPITAL: _l("a hospital"),
    PartyKind.DOCTOR: _l("a doctor"),
    PartyKind.PERSON: _l("another person"),
    PartyKind.PLACE: _l("a place, a school, an employer"),
}
PAPERS, WHERE_TO_GET = NAMES, WHERE
RESULTS = {
    Result.FULL: _l("all that was claimed is paid"),
    Result.LESS: _l("less than was claimed is paid"),
    Result.REFUSED: _l("nothing is paid"),
}
PAYMENTS = {
    Payment.NOTHING: _l("Nothing is paid."),
    Payment.WAITING: _l("It waits until members can object no more, and no side can appeal:"),
    Payment.SUSPENDED: _l("It waits for an objection or an appeal to be decided."),
    Payment.DUE: _l("Nothing holds it back any more."),
}
PLACES_OF_TEXTS = {
    (Side.CLAIMANT, Round.STATEMENT): _l("the claimant's statement"),
    (Side.RESPONDENT, Round.STATEMENT): _l("the plan's statement"),
    (Side.CLAIMANT, Round.REPLY): _l("the claimant's reply"),
    (Side.RESPONDENT, Round.REPLY): _l("the plan's reply"),
}
# For the claimant: which text is waited for, until when.
UNTIL = {
    (Side.CLAIMANT, Round.STATEMENT): _l("Your statement until"),
    (Side.RESPONDENT, Round.STATEMENT): _l("The plan's statement until"),
    (Side.CLAIMANT, Round.REPLY): _l("Your reply until"),
    (Side.RESPONDENT, Round.REPLY): _l("The plan's reply until"),
}
WHY_MORE = {
    "illness": _l("illness"),
    "papers": _l("papers on their way"),
    "adviser": _l("an adviser is being found"),
    "other": _l("another reason"),
}
STEPS = {
    "filed": _l("filed by the claimant"),
    "handed_in": _l("handed in"),
    "sent_back": _l("sent back for what was missing"),
    "decided": _l("decided on the papers"),
    "accepted": _l("decision accepted by the claimant"),
    "disputed": _l("decision disputed by the claimant"),
    "extended": _l("more time given"),
    "wrote": _l("statement of the plan written"),
    "entered": _l("entered"),
    "changed": _l("changed"),
    "sent": _l("sent for review"),
    "returned": _l("returned"),
    "approved": _l("approved"),
    "agreed": _l("text agreed to by the claimant"),
    "refused": _l("text not agreed to by the claimant"),
    "answered": _l("claimant answered on the text"),
    "struck": _l("remarks taken out of the text by the claimant"),
    "frozen": _l("frozen and handed to the jury"),
    "taken_back": _l("file taken back from the jury to change its text"),
    "went_on": _l("case let go on as it was"),
    "dismissed": _l("objection dismissed"),
    "reopened": _l("taken up again after an objection"),
    "appealed": _l("appealed"),
    "opened": _l("case of the appeal opened"),
    "withdrawn": _l("withdrawn by the claimant"),
}
DECISIONS = {
    Decision.PAY: _l("Pay"),
    Decision.PAY_LESS: _l("Pay less than claimed"),
    Decision.REFUSE: _l("Do not pay"),
}

# Where a claim stands, in words for the claimant: a headline, and what happens next.
PLACES = {
    "filing": (
        _l("You are writing your claim"),
        _l(
            "Nobody but you can read what you write. Take your time: what you have saved stays. "
            "When it is as you want it, hand it in."
        ),
    ),
    "investigated": (
        _l("An officer looks into your claim"),
        _l(
            "You need not do anything, unless a paper is still missing. You are told here what the "
            "plan decides, and why."
        ),
    ),
    "decided": (
        _l("The plan has decided. You can accept or dispute it"),
        _l(
            "Read the decision with its reason and the clauses it rests on. If you dispute it, "
            "members drawn by lot decide, and they never learn who you are. If you do neither in "
            "time, the decision stands."
        ),
    ),
    "accepted": (
        _l("The decision stands"),
        _l("It was not disputed. The way to a court stays open to you."),
    ),
    "disputed": (
        _l("Both sides write their statements"),
        _l(
            "Each side writes what the jurors should know. Names are taken out before anybody "
            "judges."
        ),
    ),
    "replying": (
        _l("Both sides may reply"),
        _l(
            "You can read what the plan says now, and answer it once. You need not: what you wrote "
            "stands."
        ),
    ),
    "waiting": (
        _l("You wait for the plan"),
        _l("What you wrote is final. The plan still writes; you need not do anything."),
    ),
    "text": (
        _l("Read what jurors will see, and say whether it may go before them"),
        _l(
            "Two officers have put both sides together and taken out every name. Strangers will "
            "read this text. Nothing goes before them without your agreement."
        ),
    ),
    "agreed": (
        _l("You agreed to the text"),
        _l("An officer closes the file next. Then jurors are drawn by lot."),
    ),
    "preparing": (
        _l("We are preparing your case"),
        _l(
            "An officer puts your statement and the plan's side by side and takes out every name. "
            "A second officer then checks that nobody can recognise you. You need not do anything."
        ),
    ),
    "frozen": (
        _l("Your case is ready for the jury"),
        _l(
            "The file is closed. If something in it had to change, you would read it and be asked "
            "again. Next, jurors are drawn by lot from all members who passed the exam."
        ),
    ),
    "drawn": (
        _l("The jurors are drawn"),
        _l("They are being asked whether they take their seats. Then the vote opens."),
    ),
    "open": (
        _l("The jurors are voting"),
        _l(
            "Every ballot is sealed, and no page shows how it goes until the poll closes. Then you "
            "are told here."
        ),
    ),
    "closed": (
        _l("The poll has closed"),
        _l("The ballots are opened and counted next. Then the verdict stands here."),
    ),
    "verdict": (
        _l("The vote has ended"),
        _l("Read the verdict with its numbers and reasons. The way to a court stays open to you."),
    ),
    "withdrawn": (
        _l("You withdrew this claim"),
        _l("No jury decides on it. You need not do anything."),
    ),
    "withdrawn_voting": (
        _l("You withdrew this claim"),
        _l("Nothing was counted and nothing was shown. The box stays shut for good."),
    ),
    "withdrawn_decided": (
        _l("You withdrew this claim"),
        _l("Nothing is decided on it any more. A verdict that was public stays so, with no name."),
    ),
    "void": (
        _l("The case was declared void"),
        _l(
            "It could come to no count, so nothing was decided and no ballot was opened. Your "
            "claim is not lost: an officer gives the same question to another panel, and then it "
            "goes on here. You need not do anything."
        ),
    ),
}
# For one whose claim came back: what is asked for stands between the two.
ASKED_FOR_MORE = (
    _l("An officer asks for more"),
    _l(
        "Change what has to be changed, and bring the papers that are asked for. Then hand it in "
        "again: an officer goes on with it from there. Take the time that you need; your claim "
        "keeps the day on which you filed it."
    ),
)
WAY = (
    _l("Filed"),
    _l("Decided"),
    _l("Statements"),
    _l("Text agreed"),
    _l("File closed"),
    _l("Jurors drawn"),
    _l("Vote"),
    _l("Verdict"),
)
TEXTS = {
    "title": _l("Title"),
    "content_warning": _l("Content warning"),
    "question": _l("Question to the jurors"),
    "summary": _l("Neutral summary"),
    "decision_reason": _l("Reason of the preliminary decision"),
    "claimant_says": _l("The claimant's statement"),
    "respondent_says": _l("The investigator's statement"),
    "claimant_replies": _l("The claimant's reply"),
    "respondent_replies": _l("The investigator's reply"),
    "claimant_remarks": _l("The claimant's remarks on the summary"),
    "respondent_remarks": _l("The plan's remarks on the summary"),
}
FLAGS = {
    "name": _l("Possible name"),
    "email": _l("E-mail address"),
    "web": _l("Web address"),
    "handle": _l("Account name"),
    "date": _l("Full date"),
    "plate": _l("Number plate"),
    "identity": _l("Identity number"),
    "iban": _l("Bank account"),
    "card": _l("Card number"),
    "phone": _l("Phone number"),
    "reference": _l("Reference number"),
    "address": _l("Address"),
    "hospital": _l("Hospital or clinic"),
    "person": _l("Person"),
    "mixed": _l("Word in mixed letters"),
}
