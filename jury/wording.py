"""How the jury's pages say things: short, plain, and the same everywhere."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jury.example import tie_makes
from jury.standard import Bar, Standard
from jury.step import Step
from jury.tally import Outcome

# What each finding on a clause means, said beside the choice.
FINDING_HINTS = {
    "applies": _l("The clause covers this case, and what it asks for or forbids is there."),
    "does_not_apply": _l("The clause is not about a case like this, or its condition is not met."),
    "unclear": _l("It can be read in two ways, and both are fair."),
    "cannot_be_met": _l("It asks for something that nobody in this place could bring."),
}

NEXT = {
    Step.STAND_BY: _l("You stand by as an alternate"),
    Step.ANSWER: _l("Will you take this seat?"),
    Step.WAIT: _l("You are ready; the poll has not opened yet"),
    Step.QUIZ: _l("Read the case, then answer three questions"),
    Step.VOTE: _l("Cast your ballot"),
    Step.VOTED: _l("Your ballot is cast"),
    Step.HALTED: _l("The case is halted while an officer looks at its file"),
    Step.COUNTING: _l("The poll has closed and is being counted"),
    Step.DECIDED: _l("The vote has ended"),
    Step.WITHDRAWN: _l("The claim was withdrawn"),
    Step.VOID: _l("The case was declared void"),
    Step.LEFT: _l("You gave this seat back"),
    Step.LATE: _l("The time to answer has passed"),
}
BUTTON = {
    Step.ANSWER: _l("Answer the summons"),
    Step.WAIT: _l("Open the case"),
    Step.QUIZ: _l("Read and answer"),
    Step.VOTE: _l("Go to the ballot"),
    Step.VOTED: _l("Open the case"),
}
STAGES = {
    "frozen": _l("ready to draw"),
    "committed": _l("draw announced"),
    "drawn": _l("panel drawn"),
    "open": _l("poll open"),
    "closed": _l("being counted"),
    "decided": _l("decided"),
    "withdrawn": _l("withdrawn"),
    "void": _l("void"),
}
TONES = {
    "open": "info",
    "upheld": "good",
    "denied": "bad",
    "hung": "warn",
    "inquorate": "warn",
}
SEATS = {
    "alternate": _l("standing by"),
    "summoned": _l("asked, no answer yet"),
    "accepted": _l("accepted"),
    "declined": _l("declined"),
    "silent": _l("did not answer"),
    "empty": _l("empty"),
    "stepped_down": _l("stepped down"),
}
OUTCOMES = {
    "upheld": _l("upheld"),
    "denied": _l("denied"),
    "hung": _l("hung"),
    "inquorate": _l("too few votes"),
    "withdrawn": _l("withdrawn"),
    "void": _l("void"),
}
SENTENCES = {
    "upheld": _l("The jury upheld the claim. It is to be paid."),
    "denied": _l("The jury did not uphold the claim. It is not to be paid."),
    "hung": _l("The jury was divided: neither side had the votes it needed."),
    "inquorate": _l("Too few jurors voted for or against, so there is no decision by the jury."),
    "withdrawn": _l("The claim was withdrawn before the poll closed. The box stays shut."),
    "void": _l("The case was declared void. No decision was made in it."),
}
STANDS = {
    "verdict": _l("This verdict is binding inside the plan."),
    "preliminary decision": _l("The preliminary decision stands."),
    "appealed decision": _l("What was appealed stands as it was."),
    "new panel": _l("A new panel will be drawn to judge the question again."),
}
FINDINGS = {
    "applies": _l("applies"),
    "does_not_apply": _l("does not apply"),
    "unclear": _l("unclear"),
    "cannot_be_met": _l("cannot be met"),
}
WROTE = {
    "uphold": _l("Those who voted to uphold"),
    "deny": _l("Those who voted to deny"),
    "cannot_judge": _l("Those who could not judge"),
}
VOTES = {
    "uphold": _l("voted to uphold"),
    "deny": _l("voted to deny"),
    "cannot_judge": _l("could not judge"),
}
CAVEATS = {
    "house randomness": _l(
        "The lot fell by a secret that Venire committed to beforehand. Other kinds of randomness "
        "need less trust."
    ),
    "house key": _l(
        "Until closing, the key to the ballots was in a file of the operator: sealed against "
        "readers of the database, not against the operator."
    ),
    "unanimous small panel": _l(
        "All who voted for or against said the same; whoever knows a juror knows that vote."
    ),
}
OFFICER_NEXT = {
    "roll": _l("Publish a roll of jurors"),
    "draw": _l("Draw the panel"),
    "drawing": _l("The lot is falling"),
    "answers": _l("Wait for the jurors' answers"),
    "open": _l("Open the poll"),
    "poll": _l("The poll is running"),
    "counting": _l("The votes are being counted"),
    "reasons": _l("Read the jurors' reasons"),
    "new_panel": _l("Give the case to a new panel"),
    "done": _l("Nothing is left to do"),
}


def share_of(bar: Bar) -> str:
    """Return "more than 1/2" or "at least 2/3"."""
    share = f"{bar.share.numerator}/{bar.share.denominator}"
    if bar.operator == ">":
        return str(_("more than %(share)s", share=share))
    return str(_("at least %(share)s", share=share))


def what_upholding_needs(standard: Standard) -> str:
    """Return the rule of a standard in a sentence."""
    return str(
        _(
            "To uphold the claim takes %(share)s of the votes for and against.",
            share=share_of(standard.threshold),
        )
    )


def what_else_happens(standard: Standard) -> str:
    """Return what follows when the votes to uphold fall short, ties included."""
    if standard.denial is not None:
        return str(
            _(
                "To deny it takes %(share)s as well; in between, the jury is hung.",
                share=share_of(standard.denial),
            )
        )
    if tie_makes(standard) is Outcome.UPHELD:
        return str(_("Otherwise it is denied. A tie upholds it."))
    return str(_("Otherwise it is denied. A tie denies it."))


def place(number: int | None) -> str:
    """Return "Seat 7", or what one without a seat is."""
    return str(_("Alternate") if number is None else _("Seat %(number)s", number=number))
