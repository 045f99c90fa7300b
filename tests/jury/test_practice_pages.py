"""The pages of practice: read, answer, compare, practise again, contest, and be answered."""

from dataclasses import replace

import pytest

from jury import actions
from jury.casefile import CaseFile
from jury.figures import known
from jury.mock import mock_cases
from jury.models import MockContest
from jury.queries import waiting_for
from tests.clock import TestClock
from tests.jury.bench import Bench, OpenWork
from tests.jury.walk import Visit, cells, send, signed_in, with_book
from tests.page import Client, Page

SLIPS = "/jury/practice/three-slips"
APRIL = "/jury/practice/the-last-of-april"
FILLED = {
    "issue-medication": "does_not_apply",
    "issue-doctors-order": "applies",
    "issue-causal-link": "applies",
    "choice": "uphold",
}
NEVER = ("accuracy", "majority", "leaderboard", "confidence", "margin of error", "weight", "rank")


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: object) -> Bench:
    return with_book(work, clock)


@pytest.fixture
def juror(bench: Bench, visit: Visit) -> Client:
    return signed_in(visit, bench.cast.jurors[0])


def file_of(name: str) -> CaseFile:
    return mock_cases()[name].file


def answer_quiz(page: Page, answers: list[int], status: int = 200) -> Page:
    values = {f"question-{number}": str(answer) for number, answer in enumerate(answers)}
    return page.form("Check my answers").fill(values).send(status=status)


def cast(client: Client, path: str = SLIPS, **changed: str) -> Page:
    page = client.get(f"{path}/ballot").fill({**FILLED, **changed}).send("Check my answers")
    return page.press("Cast, and see the known answer")


def test_a_case_from_the_list_to_its_known_answer(juror: Client) -> None:
    page = juror.get("/jury/").click("Practice cases")
    assert f"{len(mock_cases())} of {len(mock_cases())} are left to do" in page.text
    page = page.click("Three slips of fourteen days")
    assert "This is practice. The case is invented" in page.text
    assert "Invented like the case" in page.text
    assert "give the seat back" not in page.text
    assert file_of("three-slips").claimant_says.split("\n")[0] in page.text
    page = answer_quiz(page, [0, 0, 0], status=409)
    assert "Not all three are right yet" in page.text
    page = answer_quiz(page, [one.key for one in file_of("three-slips").quiz])
    assert page.path == f"{SLIPS}/ballot"
    assert "Here is the ballot" in page.html
    page = page.fill({**FILLED, "reason": "Each slip says <14>."}).send("Check my answers")
    assert "Is this what you mean?" in page.text
    page = page.press("Change my answers")
    assert "Each slip says <14>." in page.text
    page = page.form().send("Check my answers").press("Cast, and see the known answer")
    said = cells(page)
    assert "You voted Uphold: the claim is to be paid Known answer Deny: the claim is not" in said
    assert "You found does not apply Known finding applies" in said
    assert "<mark>What counts is what the order says" in page.html
    assert "They cover 42 days without a gap" in said
    assert "This was your first answer" in said
    assert "Each slip says <14>." in page.text
    page = juror.get("/jury/practice/")
    assert "another than the known one" in page.text
    assert "1 of 20 first answers" in page.text


def test_practising_again_is_free_and_counts_no_more(juror: Client) -> None:
    cast(juror)
    page = cast(juror, choice="deny", **{"issue-medication": "applies"})
    assert "Practising again is free; only a first answer counts." in page.text
    assert "1 of 20 first answers" in juror.get("/jury/practice/").text
    page = juror.get("/jury/practice/").click("The known answer")
    assert page.path == f"{SLIPS}/answer"
    assert "You voted" not in page.text


def test_an_amount_is_a_part_of_the_answer(juror: Client) -> None:
    page = juror.get(f"{APRIL}/ballot")
    fields = {f"issue-{one}": "applies" for one in file_of("the-last-of-april").issues}
    page = page.fill({**fields, "choice": "uphold"}).send("Check my answers", status=422)
    assert "choose the amount" in page.text
    assert "Not a valid choice" not in page.text
    page = page.fill({"tier": "5000000"}).send("Check my answers").press("Cast, and see")
    said = cells(page)
    assert "You chose the amount 50,000 yuan Known amount 300,000 yuan" in said
    assert "another than the known one" in juror.get("/jury/practice/").text


def test_who_cannot_judge_is_told_that_it_is_not_counted(juror: Client) -> None:
    page = juror.get(f"{SLIPS}/ballot").fill({"choice": "cannot_judge"}).send("Check my answers")
    page = page.press("Cast, and see the known answer")
    assert "neither right nor wrong" in page.text
    assert "no answer" in page.text
    assert "0 of 20 first answers" in juror.get("/jury/practice/").text


def test_no_known_answer_before_an_own_one(juror: Client) -> None:
    for path in (f"{SLIPS}/answer", f"{SLIPS}/contest", "/jury/practice/no-such"):
        juror.get(path, status=404)
    assert send(juror, f"{SLIPS}/contest", told="It is wrong.")[0] == 404
    for path in ("/jury/practice/", SLIPS, f"{SLIPS}/ballot"):
        page = juror.get(path)
        case = mock_cases()["three-slips"]
        told = (case.why, *(one.because for one in case.settled))
        assert not [words for words in told if words in page.text]
    page = juror.post(f"{SLIPS}/ballot", {"choice": "deny", "step": "cast"}, status=422)
    assert "Say what you find on this clause." in page.text
    juror.get(f"{SLIPS}/answer", status=404)
    assert juror.get(f"{SLIPS}/quiz").path == SLIPS


def test_a_contest_is_answered_by_an_editor(bench: Bench, visit: Visit, juror: Client) -> None:
    page = cast(juror)
    page = page.form("Tell the editors").fill(told="").send(status=422)
    assert "Say what is wrong with the known answer." in page.text
    long = "So it is. " * 200
    page = page.form("Tell the editors").fill(told=long).send(status=422)
    assert long.strip() in page.html
    page = page.form("Tell the editors").fill(told="Fourteen <is> not thirty.").send()
    assert page.path == "/jury/practice/"
    assert "Fourteen <is> not thirty." in page.text
    assert "not answered yet" in page.text
    assert juror.get(f"{SLIPS}/contest").path == f"{SLIPS}/answer"
    status, body = send(juror, f"{SLIPS}/contest", told="Once more.")
    assert status == 409
    assert b"You said before that this known answer is wrong" in body
    assert b"Once more." in body

    edith = signed_in(visit, bench.cast.edith)
    page = edith.get("/desk/").click("Answer who says that a known answer is wrong")
    assert "Juror 001 on “Three slips of fourteen days”" in page.text
    assert "They cover 42 days without a gap" in page.text
    (form,) = (one for one in page.forms if "Answer" in one.buttons)
    prefix = form.action.rpartition("/")[2]
    page = form.fill({f"{prefix}-answer": "It is open."}).send(status=422)
    assert "Choose one of the two." in page.text
    (form,) = (one for one in page.forms if "Answer" in one.buttons)
    page = form.fill({f"{prefix}-upheld": "yes"}).send()
    assert "Nobody waits for an answer." in page.text
    assert "known answer is wrong" not in edith.get("/desk/").text
    again = {f"{prefix}-upheld": "no", f"{prefix}-answer": "No."}
    assert send(edith, form.action, **again)[0] == 409

    page = juror.get("/jury/practice/")
    assert "you were right" in page.text
    assert "It is open." in page.text
    assert "0 of 20 first answers" in page.text
    assert SLIPS not in page.links.values()
    juror.get(SLIPS, status=404)
    page = juror.get(f"{SLIPS}/answer")
    assert "counts for nobody any more" in page.text
    assert "This one again" not in page.links
    other = signed_in(visit, bench.cast.jurors[1])
    page = other.get("/jury/practice/")
    assert "Fourteen" not in page.text
    assert "It is open." not in page.text
    other.get(f"{SLIPS}/answer", status=404)


def test_a_late_contest_of_what_was_found_wrong_keeps_its_words(
    bench: Bench, visit: Visit, juror: Client
) -> None:
    other = signed_in(visit, bench.cast.jurors[1])
    for client in (juror, other):
        cast(client)
    page = other.get(f"{SLIPS}/answer")
    juror.get(f"{SLIPS}/answer").form("Tell the editors").fill(told="It is open.").send()
    with bench.work(bench.cast.edith) as w:
        (row,) = waiting_for(w.session, MockContest, bench.cast.edith.account)
        actions.answer_contest(w, row.id, True, "So it is.")
    page = page.form("Tell the editors").fill(told="I think so too.").send(status=409)
    assert "found wrong before" in page.text
    assert "I think so too." in page.text


def test_from_the_last_needed_answer_on_it_is_an_interval(
    juror: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = juror.get("/jury/practice/")
    assert "no interval is shown to anybody until more are written" in page.text
    made = known.KnownAnswers
    monkeypatch.setattr(
        "jury.reading.practice.KnownAnswers", lambda right, n: made(right + 15, n + 19)
    )
    assert "19 of 20 first answers" in juror.get("/jury/practice/").text
    cast(juror, choice="deny")
    page = juror.get("/jury/practice/")
    assert "Of 20 first answers, 16 were the known ones." in page.text
    assert "in 58 to 92 % of such cases" in page.text
    assert not [word for word in NEVER if word in page.text.lower()]


def test_nobody_else_sees_how_somebody_did(bench: Bench, visit: Visit, juror: Client) -> None:
    cast(juror)
    for actor in (bench.cast.jurors[1], bench.cast.olive, bench.cast.edith, bench.cast.aaron):
        page = signed_in(visit, actor).get("/jury/practice/")
        assert "0 of 20 first answers" in page.text
        assert "known one" not in page.text


def test_who_waits_and_who_has_passed_is_led_to_practice(bench: Bench, visit: Visit) -> None:
    bench.freeze()
    bench.draw()
    summoned = bench.jurors("summoned")[0]
    client = signed_in(visit, summoned)
    page = client.get(f"/jury/cases/{bench.ref}").click("See on invented cases what a juror does")
    assert page.path == "/jury/practice/"
    bench.accept()
    bench.quiz(summoned)
    page = client.get(f"/jury/cases/{bench.ref}").click("Practise on invented cases meanwhile")
    assert page.path == "/jury/practice/"
    page = client.get("/quiz/").click("Practise on invented cases meanwhile")
    assert page.path == "/jury/practice/"


def test_a_clause_that_reads_otherwise_keeps_the_case_back(
    juror: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    slips = mock_cases()["three-slips"]
    settled = (replace(slips.settled[0], words="Words of another book."), *slips.settled[1:])
    other = {"three-slips": replace(slips, settled=settled)}
    monkeypatch.setattr("jury.queries.practice.mock_cases", lambda: other)
    page = juror.get("/jury/practice/")
    assert "no practice case yet that the rules in force settle" in page.text
    juror.get(SLIPS, status=404)
