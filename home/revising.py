"""The demo's revisions of the rules: one begun, one in review, one before the members, one set."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from home.stage import Scene
from kernel.actor import Actor
from kernel.work import Work, unit_of_work
from rules import actions
from rules.amendment import Kind
from rules.consultation import Question
from rules.queries.revisions import revision_by_ref
from rules.queries.weighing import doubts, weighed
from rules.revision import Stance
from rules.worked import Reading, Says

Who = Callable[[str], Actor]

EDDA, EMIL, EZRA = (f"{name}@demo.example" for name in ("edda", "emil", "ezra"))
NOOR = "noor@demo.example"

DAILY_LIFE = (
    "The loss is shown by a formal finding of an institution that is licensed to test it.",
    "The loss is shown by a formal finding of an institution that is licensed to test it. "
    "Where no such institution tests a person of that age, the loss is shown by the finding of a "
    "licensed doctor who has examined the person.",
)
CASES = (
    Question(
        "A boy of three has lost four of the six abilities. No institution tests children of "
        "his age. A licensed doctor has examined him and says so. Is the loss shown?",
        ("Yes, by the doctor's finding.", "No, a formal finding is missing.", "The words say no."),
        0,
    ),
    Question(
        "A woman of 50 has lost three abilities. An institution in her province tests adults. "
        "She hands in her doctor's finding only. Is the loss shown?",
        (
            "Yes, a doctor's finding is enough for everybody.",
            "No, since an institution tests persons of her age.",
            "Only if the doctor is licensed.",
        ),
        1,
    ),
    Question(
        "A girl of four: no institution tests children. Her doctor writes his finding from the "
        "file, without having seen her. Is the loss shown?",
        (
            "Yes, he is licensed.",
            "It depends on the illness.",
            "No, the doctor has to have examined her.",
        ),
        2,
    ),
)


def revise(who: Who) -> tuple[Scene[None], ...]:
    """Return the revisions, each step in the name of whoever takes it."""
    return _before_the_members(who), _set_for_a_day(who), _in_review(who), _begun(who)


def _begun(who: Who) -> Scene[None]:
    yield 1
    with unit_of_work(who(EDDA)) as work:
        ref = actions.open_revision(work, "From when do the ten days count?").ref
        actions.begin_amendment(work, ref, Kind.REPLACE, "dispute")


def _before_the_members(who: Who) -> Scene[None]:
    yield 30
    with unit_of_work(who(NOOR)) as work:
        quote = "institution that is licensed to test it"
        said = "No institution in my province tests a child. What are the parents to hand in?"
        actions.comment(work, "daily-life-loss", 1, quote, said)
    yield 12
    with unit_of_work(who(EDDA)) as work:
        summary = (
            "Whoever is of an age that no institution tests can show the loss of daily-life "
            "abilities by the finding of a doctor who has examined them. For everybody else "
            "nothing changes."
        )
        ref = _drafted(
            work, "Evidence that small children can have", "daily-life-loss", DAILY_LIFE, summary
        )
        actions.write_questions(work, ref, CASES)
        facts = "Twins of two. One was examined by a doctor, the other only by video."
        case = actions.write_case(
            work, ref, "daily-life-loss", facts, Reading(Says.UNCLEAR, Says.APPLIES)
        )
        _explain(work, ref, "Jurors found that nobody could meet the clause for a small child.")
        actions.send_to_review(work, ref)
    for email, after in ((EMIL, Says.APPLIES), (EZRA, Says.UNCLEAR)):
        yield 9
        with unit_of_work(who(email)) as work:
            actions.answer_case(work, ref, case.id, Reading(Says.UNCLEAR, after))
            _sign(work, ref)
    yield 5
    with unit_of_work(who(EMIL)) as work:
        actions.open_consultation(work, ref)


def _set_for_a_day(who: Who) -> Scene[None]:
    yield 4
    with unit_of_work(who(EMIL)) as work:
        held = "The operator bears this cost out of the fee."
        change = (held, held.replace("cost out", "cost, out"))
        ref = _drafted(
            work, "A comma in the fee clause", "fee-and-cost", change, "Nothing changes."
        )
        _explain(work, ref, "Read without the comma it could be the cost that comes from the fee.")
        actions.send_to_review(work, ref)
    yield 3
    with unit_of_work(who(EZRA)) as work:
        _sign(work, ref)
    yield 2
    with unit_of_work(who(EZRA)) as work:
        actions.schedule(work, ref, work.now.date() + timedelta(days=14))


def _in_review(who: Who) -> Scene[None]:
    yield 2
    with unit_of_work(who(EMIL)) as work:
        change = (
            "A reason is written about the case and with respect for the people in it.",
            "A reason keeps to the case and respects the people in it.",
        )
        summary = "The clause says the same with fewer words."
        ref = _drafted(work, "What a reason keeps to", "secrecy", change, summary)
        _explain(work, ref, "Shorter, and it says first what a juror may write about.")
        actions.send_to_review(work, ref)


def _drafted(work: Work, title: str, clause_id: str, change: tuple[str, str], summary: str) -> str:
    """Open a revision that changes one passage of one clause; return its ref."""
    ref = actions.open_revision(work, title).ref
    held = actions.begin_amendment(work, ref, Kind.REPLACE, clause_id).value
    actions.amend(work, ref, replace(held, text=held.text.replace(*change)))
    actions.describe(work, ref, title, summary)
    return ref


def _explain(work: Work, ref: str, reason: str) -> None:
    """Give every change its reason, and say of each doubt why it may stand."""
    revision = revision_by_ref(work.session, ref)
    for one in weighed(work.session, revision):
        actions.give_reason(work, ref, one.amendment_id, one.unit.key, reason)
    for key in {one.finding.waiver_key for one in doubts(work.session, revision)}:
        actions.waive_finding(
            work, ref, key, "It is the list's own wording, and no other is meant."
        )


def _sign(work: Work, ref: str) -> None:
    """Agree to every change and sign the revision off."""
    for one in weighed(work.session, revision_by_ref(work.session, ref)):
        actions.take_stance(work, ref, one.amendment_id, one.unit.key, Stance.AGREE)
    actions.sign_off(work, ref)
