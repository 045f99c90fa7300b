"""How the jury's pages say things: short, plain, and the same everywhere."""

from flask_babel import format_datetime
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jury.queries import Ending
from jury.step import Step
from kernel.clock import as_text
from kernel.mail import Letter
from kernel.settings import Settings

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
    Step.CHALLENGED: _l("You do not judge this case"),
    Step.LEFT: _l("You gave this seat back"),
    Step.LATE: _l("The time to answer has passed"),
}
# What a mail says, to all who hold a seat alike.
POLL_OPEN = _l("A poll in which you hold a seat is open")
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
    "void": _l("The case was declared void. Nothing was counted, and the box stays shut."),
}
STANDARDS = {
    "panel": _l("panel: 31 seats, more than half"),
    "early": _l("early: 31 seats, more than half, ends with the last word"),
    "band": _l("band: 31 seats, three fifths for either side"),
    "twelve": _l("twelve: 12 seats, two thirds for either side"),
    "historic": _l("historic: open assembly, at least half"),
}
STANDS = {
    "verdict": _l("This verdict binds inside the plan, unless it is appealed in time."),
    "preliminary decision": _l("The preliminary decision stands."),
    "appealed decision": _l("What was appealed stands as it was."),
    "estimate": _l(
        "This decides nothing. The panel was drawn beside an assembly, whose vote holds: it "
        "estimates what all jurors would say."
    ),
    "new panel": _l(
        "The rules give the question to one new panel, of other jurors. An officer opens its case; "
        "the rules set no day by when. If it comes to no decision either, the preliminary "
        "decision stands."
    ),
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
# The sides of a reasoned text, by what they are to the verdict and how they voted.
SIDES_OF_AN_OPINION = {
    ("verdict", "uphold"): _l("Why the claim was upheld"),
    ("verdict", "deny"): _l("Why the claim was not upheld"),
    ("dissent", "uphold"): _l("Dissent: why it should have been upheld"),
    ("dissent", "deny"): _l("Dissent: why it should have been denied"),
    ("side", "uphold"): _l("For upholding the claim"),
    ("side", "deny"): _l("For denying the claim"),
    ("cannot_judge", "cannot_judge"): _l("Why some could not judge"),
}
VOTES = {
    "uphold": _l("voted to uphold"),
    "deny": _l("voted to deny"),
    "cannot_judge": _l("could not judge"),
}
CAVEATS = {
    "house randomness": _l(
        "The lot fell by a secret of the house. It was fixed before the draw, and chosen by the "
        "house: nobody can tell whether it tried others first."
    ),
    "house key": _l(
        "Until closing, the key to the ballots was in a file of the operator: sealed against "
        "readers of the database, not against the operator."
    ),
    "trustees": _l(
        "Until closing, trustees held the key to the ballots in parts: so many of them together as "
        "it takes could have opened one."
    ),
    "unanimous small panel": _l(
        "All who voted for or against said the same; whoever knows a juror knows that vote."
    ),
}
FEATURES = {
    "age": _l("Age"),
    "experience": _l("On a jury before the roll was made"),
    "tenure": _l("Years of membership"),
}
VALUES = {
    "experience=none": _l("no"),
    "experience=some": _l("yes"),
    "any": _l("not told, so as not to name anybody"),
}
# Why somebody is not on the roll: in counts, and to themselves.
LEFT_OUT = {
    "no-certificate": _l("They have not passed the exam."),
    "standing": _l("They are not in good standing."),
    "age": _l("They are not of age yet."),
    "tenure": _l("They have been members for less than 30 days."),
}
YOU_LEFT_OUT = {
    "no-certificate": _l("You have not passed the exam."),
    "standing": _l("You are not in good standing."),
    "age": _l("You are not of age yet."),
    "tenure": _l("You have been a member for less than 30 days."),
}
ROLLS = {
    "used": _l("panels are drawn from it"),
    "past": _l("past"),
    "wrong": _l("found to be wrong, not used"),
    "roll_logged": _l("being put into the log"),
    "roll_looked_at": _l("to be looked at, not used yet"),
    "roll_remarks": _l("waits for an officer's answer"),
}
ROLL_TONES = {"used": "good", "wrong": "bad", "roll_looked_at": "info", "roll_remarks": "warn"}
# What a trustee has to do, and how it stands where there is nothing to do.
DUTIES = {
    "look": _l("Put your words on paper"),
    "keep": _l("Say that your words are on paper"),
    "wait": _l("Keep your paper until the poll has closed"),
    "bring": _l("Bring your words"),
    "brought": _l("Your words are entered"),
    "late": _l("The time to bring your words is over"),
    "done": _l("Your words open nothing any more"),
}
OFFICER_NEXT = {
    "roll": _l("Publish a roll of jurors"),
    "roll_logged": _l("The roll is being put into the log"),
    "roll_looked_at": _l("Wait while members look at the new roll"),
    "roll_remarks": _l("Answer what members say of the roll"),
    "draw": _l("Draw the panel"),
    "drawing": _l("The lot is falling"),
    "digits": _l("Enter the digits of the ceremony"),
    "round": _l("Wait for the beacon"),
    "overdue": _l("The randomness of the draw is overdue"),
    "hopeless": _l("This case can come to no count"),
    "answers": _l("Wait for the jurors' answers"),
    "challenges": _l("A challenge has to be decided"),
    "words": _l("Wait for the trustees to put their words on paper"),
    "open": _l("Open the poll"),
    "open_assembly": _l("Open the assembly"),
    "poll": _l("The poll is running"),
    "counting": _l("The votes are being counted"),
    "shares": _l("Wait for the trustees to bring their words"),
    "reasons": _l("Read the jurors' reasons"),
    "new_panel": _l("Give the case to a new panel"),
    "done": _l("Nothing is left to do"),
}


def alike(stratum: str) -> list[tuple[str, str]]:
    """Return what the roll says of those in a stratum, feature by feature; nothing of one from
    before rolls said it so."""
    found = []
    for pair in filter(None, stratum.split(";")):
        name, _sign, value = pair.partition("=")
        if name in FEATURES:
            found.append((str(FEATURES[name]), value_of(name, value)))
    return found


def value_of(feature: str, value: str) -> str:
    """Return what a value of a feature is called."""
    return str(VALUES.get(value) or VALUES.get(f"{feature}={value}") or value.replace("-", "–"))


def side(part: str, choice: str) -> str:
    """Return the heading of a side in a reasoned text."""
    return str(SIDES_OF_AN_OPINION[part, choice])


def standard(name: str) -> str:
    """Return a standard by its name, and what that name stands for."""
    return str(STANDARDS.get(name, name))


def place(number: int | None, assembly: bool = False) -> str:
    """Return "Seat 7", or what one is without a number."""
    if assembly:
        return str(_("Open assembly"))
    return str(_("Alternate") if number is None else _("Seat %(number)s", number=number))


def answer_summons(settings: Settings, one: Ending) -> Letter:
    """Return the mail to one whose time to answer a summons ends."""
    subject = _("%(ref)s: answer the summons", ref=one.ref)
    said = _(
        "The lot has fallen on you in case %(ref)s. Please answer by %(until)s; "
        "you may say no, without a reason.",
        ref=one.ref,
        until=format_datetime(one.until, _("d MMMM y, HH:mm z")),
    )
    return _letter(settings, "summons", one, subject, said)


def poll_closes(settings: Settings, one: Ending) -> Letter:
    """Return the mail to all who hold a seat in a poll that closes: the same for each of them."""
    subject = _("%(ref)s: the poll closes", ref=one.ref)
    said = _(
        "The poll in case %(ref)s, in which you hold a seat, closes on %(until)s. All who hold a "
        "seat get this mail, whether or not they have voted.",
        ref=one.ref,
        until=format_datetime(one.until, _("d MMMM y, HH:mm z")),
    )
    return _letter(settings, "poll", one, subject, said)


def _letter(settings: Settings, what: str, one: Ending, subject: str, said: str) -> Letter:
    body = f"{said}\n\n{settings.base_url}/jury/cases/{one.ref}"
    once = f"{what}:{one.ref}:{one.account_id}:{as_text(one.until)}"
    return Letter(one.account_id, subject, body, once)
