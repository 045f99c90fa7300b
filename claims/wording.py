"""How the claims' pages say things to people who may be ill, and to those who work for them."""

from flask_babel import lazy_gettext as _l

from claims.claim import Decision, State

STATES = {
    State.PREPARED: _l("being prepared"),
    State.IN_REVIEW: _l("in review"),
    State.SIGNED_OFF: _l("signed off"),
    State.FROZEN: _l("before the jury"),
    State.WITHDRAWN: _l("withdrawn"),
}
TONES = {State.IN_REVIEW: "info", State.SIGNED_OFF: "good", State.WITHDRAWN: "warn"}

STEPS = {
    "entered": _l("entered"),
    "changed": _l("changed"),
    "sent": _l("sent for review"),
    "returned": _l("returned"),
    "approved": _l("approved"),
    "frozen": _l("frozen and handed to the jury"),
    "withdrawn": _l("withdrawn by the claimant"),
}
DECISIONS = {
    Decision.REFUSE: _l("Do not pay"),
    Decision.PAY_LESS: _l("Pay less than claimed"),
}
STANDARDS = {
    "panel": _l("Panel: 31 seats, more than half"),
    "band": _l("Band: 31 seats, three fifths for either side"),
    "twelve": _l("Twelve: 12 seats, two thirds for either side"),
}

# Where a claim stands, in words for the claimant: a headline, and what happens next.
PLACES = {
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
            "The file is closed: nobody can change it any more, neither you nor we. "
            "Next, jurors are drawn by lot from all members who passed the exam."
        ),
    ),
    "drawn": (
        _l("The jurors are drawn"),
        _l("They are being asked whether they take their seats. Then the vote opens."),
    ),
    "open": (
        _l("The jurors are voting"),
        _l(
            "Every ballot is sealed. Nobody, not even we, can see how it goes "
            "until the poll closes. Then you are told here."
        ),
    ),
    "closed": (
        _l("The poll has closed"),
        _l("The ballots are being opened and counted. The verdict will stand here soon."),
    ),
    "decided": (
        _l("The vote has ended"),
        _l("Read the verdict with its numbers and reasons. The way to a court stays open to you."),
    ),
    "withdrawn": (
        _l("You withdrew this claim"),
        _l("Nothing was counted and nothing was shown. The box stays shut for good."),
    ),
    "void": (
        _l("The case was declared void"),
        _l("No decision was made in it. An officer will get in touch with you."),
    ),
}
WAY = (
    _l("Prepared"),
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
}
FLAGS = {
    "name": _l("Possible name"),
    "email": _l("E-mail address"),
    "web": _l("Web address"),
    "handle": _l("Account name"),
    "date": _l("Full date"),
    "plate": _l("Number plate"),
    "identity": _l("Identity number"),
    "card": _l("Card number"),
    "phone": _l("Phone number"),
    "reference": _l("Reference number"),
}


def place_of(state: State, stage: str | None) -> str:
    """Return the key of PLACES for a claim in `state` whose case is in `stage`."""
    if state is State.WITHDRAWN or stage == "withdrawn":
        return "withdrawn"
    if stage is None:
        return "preparing"
    return {"committed": "frozen"}.get(stage, stage)


def may_withdraw(place: str) -> bool:
    """Whether the page offers to withdraw; the action has the last word."""
    return place in {"preparing", "frozen", "drawn", "open"}


def way_of(place: str) -> int | None:
    """Return how far along WAY a claim is; None where it left the way."""
    steps = {"preparing": 0, "frozen": 1, "drawn": 2, "open": 3, "closed": 4, "decided": 5}
    return steps.get(place)
