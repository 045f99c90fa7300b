"""A juror's pages, from the summons to the receipt, and who sees what."""

import json

import pytest

from jury import actions
from tests.clock import TestClock
from tests.jury.bench import REF, RIGHT, TIERS, Bench, OpenWork
from tests.jury.shelf import shelve
from tests.jury.walk import (
    CASE,
    FILLED,
    TOKEN,
    Visit,
    answer_quiz,
    cast,
    send,
    signed_in,
    with_book,
)
from tests.markup import elements, text_of

FINDINGS = ("applies", "does_not_apply", "unclear", "cannot_be_met")
CITES = ([], ["lung-disease"], ["impossible-evidence"], ["lung-disease", "impossible-evidence"])
STEPS = (300, 700, 1_100)  # lengths of a reason: some come near to a whole block


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: object) -> Bench:
    return with_book(work, clock)


def test_a_juror_walks_from_the_summons_to_the_receipt(bench: Bench, visit: Visit) -> None:
    bench.freeze()
    bench.draw()
    juror, *others = bench.jurors("summoned")
    client = signed_in(visit, juror)
    page = client.get("/jury/").click("Answer the summons")
    assert "What both sides say" not in page.text
    page = page.press("Take the seat")
    assert page.path == CASE
    assert "What both sides say" in page.text
    assert "Nobody could" not in page.text
    page = answer_quiz(page, [1, 0, 1], status=409)
    assert "Not all three" in page.text
    page = answer_quiz(page, RIGHT)
    assert "You are ready" in page.text
    for other in others:
        with bench.work(other) as w:
            actions.accept_seat(w, REF)
    bench.open()
    page = client.get("/jury/").click("Go to the ballot")
    page = page.fill(FILLED).send()
    assert page.h1 == "Check your answers"
    assert "100,000 yuan" in page.text
    page = page.press("Change my answers")
    assert page.form().values["reason"] == [FILLED["reason"]]
    page = page.form().send().press("Cast my ballot")
    assert page.path == f"{CASE}/receipt"
    receipt = client.get(f"{CASE}/receipt.txt").data.decode()
    assert "receipt/v1" in receipt
    assert receipt.splitlines()[0] in page.text
    assert "Your ballot is cast" in client.get(CASE).text


def test_a_summons_can_be_declined_for_free(bench: Bench, visit: Visit) -> None:
    bench.freeze()
    bench.draw()
    first, second, *_others = bench.jurors("summoned")
    page = signed_in(visit, first).get(CASE).press("Decline")
    assert "no longer yours" in page.text
    page = signed_in(visit, second).get(CASE).press("I recognise this")
    assert "Thank you for saying so" in page.text
    assert "no longer yours" in page.text


def test_a_seat_can_be_given_back_after_reading(bench: Bench, visit: Visit) -> None:
    juror = bench.ready()[0]
    page = signed_in(visit, juror).get(CASE).press("I recognise this: give my seat back")
    assert "no longer yours" in page.text
    assert "What both sides say" not in page.text


def test_the_seat_is_answered_by_a_fragment(bench: Bench, visit: Visit) -> None:
    bench.freeze()
    bench.draw()
    client = signed_in(visit, bench.jurors("summoned")[0])
    client.get(CASE)
    told = {"HX-Request": "true", "HX-Target": "seat"}
    sent = {"csrf_token": client.token()}
    found = client.raw.post(f"{CASE}/acceptance", data=sent, headers=told)
    assert found.text.strip().startswith('<div id="seat">')
    assert "What both sides say" in found.text


def test_questions_that_are_not_answered_come_back(bench: Bench, visit: Visit) -> None:
    bench.freeze()
    bench.draw()
    client = signed_in(visit, bench.accept(1)[0])
    form = client.get(CASE).form("Check my answers").fill({"question-0": "1"})
    page = form.send(status=422)
    assert page.form("Check my answers").values["question-0"] == ["1"]
    fragment = page.form("Check my answers").send(status=422, htmx="quiz")
    assert not fragment.whole
    assert fragment.element("quiz") is not None


def test_a_juror_reads_of_decided_cases_and_never_by_how_many(bench: Bench, visit: Visit) -> None:
    with bench.work() as w:
        shelve(w, "C-2026-0009", 8, 3, title="An older case", tier=TIERS[0])
    bench.freeze()
    bench.draw()
    client = signed_in(visit, bench.jurors("summoned")[0])
    page = client.get(CASE)
    assert "An older case" not in page.text
    page = page.press("Take the seat")
    told = text_of(next(e for e in elements(page.body) if e.get("aria-labelledby") == "similar"))
    assert "An older case" in told
    assert "upheld" in told
    assert not {"8", "3", "11", "twelve"} & set(told.split())
    assert page.links["An older case"] == "/verdicts/C-2026-0009"
    failed = page.form("Check my answers").send(status=422)
    assert "An older case" in failed.text


def test_a_malformed_ballot_keeps_what_was_typed(bench: Bench, visit: Visit) -> None:
    client = signed_in(visit, bench.ready()[0])
    form = client.get(f"{CASE}/ballot").fill({**FILLED, "tier": None})
    page = form.fill({"issue-lung-disease": None}).send(status=422)
    values = page.form().values
    assert values["choice"] == ["uphold"]
    assert values["reason"] == [FILLED["reason"]]
    assert "choose the amount" in page.text
    assert "Not a valid choice" not in page.text
    assert "what you find on this clause" in page.text
    page = page.fill(reason="x" * 1_201).send(status=422)
    assert "1,200" in page.text


def test_the_clauses_of_a_reason_are_kept_on_every_way(bench: Bench, visit: Visit) -> None:
    client = signed_in(visit, bench.ready()[0])
    both, paper = CITES[-1], client.get(f"{CASE}/ballot")
    page = paper.fill({**FILLED, "cites": both, "reason": ""}).send(status=422)
    assert "say in a few words why" in page.text
    assert page.form().values["cites"] == both
    page = page.fill({"reason": "Read together.", "choice": None}).send(status=422)
    assert page.form().values["cites"] == both
    page = page.fill(choice="deny").send()
    rests = page.text.partition("It rests on")[2]
    assert rests.index("lung disease") < rests.index("Evidence that")
    page = page.press("Change my answers")
    assert page.form().values["cites"] == both
    page = page.fill(cites=both[:1]).send()
    assert "Evidence that" not in page.text.partition("It rests on")[2]
    bench.clock.move(hours=72)
    client = signed_in(visit, bench.jurors("accepted")[0])
    again = {**FILLED, "cites": both, "key": "12345678", "step": "cast"}
    page = client.post(f"{CASE}/ballot", again, status=409)
    assert page.form("Check my answers").values["cites"] == both


@pytest.mark.parametrize("field", ["choice", "issue-lung-disease", "tier", "cites"])
def test_an_answer_that_is_not_offered_is_malformed(bench: Bench, visit: Visit, field: str) -> None:
    client = signed_in(visit, bench.ready()[0])
    client.post(f"{CASE}/ballot", {**FILLED, field: "something else"}, status=422)
    client.post(f"{CASE}/ballot", {**FILLED, "reason": "nul\0"}, status=422)


def test_who_cannot_judge_needs_no_findings(bench: Bench, visit: Visit) -> None:
    client = signed_in(visit, bench.ready()[0])
    page = client.get(f"{CASE}/ballot").fill(choice="cannot_judge").send()
    page = page.press("Cast my ballot")
    assert page.path == f"{CASE}/receipt"


def test_a_juror_may_cast_again_and_a_form_sent_twice_counts_once(
    bench: Bench, visit: Visit
) -> None:
    client = signed_in(visit, bench.ready()[0])
    checked = client.get(f"{CASE}/ballot").fill(FILLED).send()
    checked.press("Cast my ballot")
    first = client.get(f"{CASE}/receipt.txt").data
    checked.press("Cast my ballot")
    assert client.get(f"{CASE}/receipt.txt").data == first
    stale = checked.form("Cast my ballot")
    stale.values["choice"] = ["deny"]
    page = stale.send("Cast my ballot", status=409)
    assert "sent before with another choice" in page.text
    assert "You have cast a ballot" in client.get(f"{CASE}/ballot").text
    cast(client, choice="deny")
    assert client.get(f"{CASE}/receipt.txt").data != first


def test_after_closing_no_ballot_is_taken(bench: Bench, visit: Visit) -> None:
    juror = bench.ready()[0]
    client = signed_in(visit, juror)
    checked = client.get(f"{CASE}/ballot").fill(FILLED).send()
    bench.clock.move(hours=72)
    client = signed_in(visit, juror)  # the session has ended meanwhile
    page = client.post(f"{CASE}/ballot", FILLED, status=409)
    assert "No ballot can be cast" in page.text
    key = checked.form("Cast my ballot").values["key"][0]
    page = client.post(f"{CASE}/ballot", {**FILLED, "key": key, "step": "cast"}, status=409)
    assert "The poll has closed" in page.text
    assert client.get(f"{CASE}/ballot").path == CASE


def test_before_the_questions_there_is_no_ballot(bench: Bench, visit: Visit) -> None:
    bench.freeze()
    bench.draw()
    juror = bench.accept()[0]
    bench.open()
    client = signed_in(visit, juror)
    assert client.get(f"{CASE}/ballot").path == CASE
    sent = {**FILLED, "key": "12345678", "step": "cast"}
    page = client.post(f"{CASE}/ballot", sent, status=409)
    assert "three questions" in page.text


def test_another_ones_case_and_no_case_are_the_same(bench: Bench, visit: Visit) -> None:
    bench.ready()
    client = signed_in(visit, bench.cast.clara)
    for tail in ("", "/ballot", "/receipt", "/receipt.txt"):
        foreign = TOKEN.sub(b"", client.get(f"{CASE}{tail}", status=404).data)
        for ref in ("C-2026-9999", "C-2026-００04", "nonsense", "%00"):
            unknown = client.get(f"/jury/cases/{ref}{tail}", status=404).data
            assert TOKEN.sub(b"", unknown) == foreign
    for tail in ("/acceptance", "/recusal", "/quiz", "/ballot"):
        foreign = send(client, f"{CASE}{tail}")
        assert foreign[0] == 404
        assert send(client, f"/jury/cases/C-2026-9999{tail}") == foreign


def test_the_bench_is_for_officers(bench: Bench, visit: Visit) -> None:
    bench.freeze()
    for actor in (bench.cast.clara, bench.cast.edith, bench.cast.aaron, bench.cast.agnes):
        client = signed_in(visit, actor)
        client.get("/jury/bench/", status=403)
        client.get(f"/jury/bench/{REF}", status=403)
        assert send(client, f"/jury/bench/{REF}/draw")[0] == 403
    assert visit().get("/jury/bench/").path.startswith("/sign-in")
    assert visit().get(CASE).path.startswith("/sign-in")


def test_my_cases_says_what_brings_one(bench: Bench, visit: Visit) -> None:
    assert "Go to the exam" in signed_in(visit, bench.cast.clara).get("/jury/").links
    assert "No case waits for you" in signed_in(visit, bench.cast.jurors[0]).get("/jury/").text


def test_a_juror_sees_their_place_on_the_roll(bench: Bench, visit: Visit) -> None:
    client = signed_in(visit, bench.cast.jurors[3])
    assert "You are number" not in client.get("/jury/").text
    client.get("/jury/place.json", status=404)
    root = bench.publish_roll().root
    page = client.get("/jury/")
    found = client.get("/jury/place.json").json
    ord = json.loads(found["leaf"])["ord"]
    assert f"You are number {ord + 1} of 24 on the roll of jurors (epoch 1)." in page.text
    page = page.click("Check your place on the roll")
    assert f"You are number {ord + 1} of 24." in page.text
    assert found["leaf"] in page.text
    assert found["root"] == root
    assert root in page.text
    assert page.click("Your leaf with its proof in epoch 1").json == found
    clara = signed_in(visit, bench.cast.clara)
    assert "You are number" not in clara.get("/jury/").text
    page = clara.page.click("why you are not")
    assert "You are not on it. You have not passed the exam." in page.text
    clara.get("/jury/place.json", status=404)


def test_the_length_of_the_check_page_tells_no_choice(bench: Bench, visit: Visit) -> None:
    client = signed_in(visit, bench.ready()[0])
    paper = client.get(f"{CASE}/ballot")
    others = (("deny", None), ("cannot_judge", None), ("deny", "5000000"))
    votes = (("uphold", "5000000"), ("uphold", "10000000"), *others)
    for reason in ("", "Nobody could <measure> it.", "一" * 1_200, *("x" * n for n in STEPS)):
        lengths = set()
        for number, (choice, tier) in enumerate(votes):
            cites = CITES[number % len(CITES)] if reason else []
            for found in (*FINDINGS, None) if choice == "cannot_judge" else FINDINGS:
                form = paper.fill({**FILLED, "choice": choice, "tier": tier, "reason": reason})
                page = form.fill({"issue-lung-disease": found, "cites": cites}).send()
                assert page.h1 == "Check your answers"
                lengths.add(len(page.data))
        assert len(lengths) == 1, reason[:9]
        assert lengths.pop() % 4_096 == 0


def test_the_length_of_a_paper_that_comes_back_tells_no_choice(bench: Bench, visit: Visit) -> None:
    client = signed_in(visit, bench.ready()[0])
    paper = client.get(f"{CASE}/ballot")
    for reason in ("", "x" * 700):
        lengths = set()
        for choice, tier in (("uphold", "5000000"), ("deny", None), ("cannot_judge", None)):
            form = paper.fill({**FILLED, "choice": choice, "tier": tier, "reason": reason})
            lengths.add(len(form.send().press("Change my answers").data))
        assert len(lengths) == 1
        assert lengths.pop() % 4_096 == 0


def test_nobody_sees_a_count_before_closing(bench: Bench, visit: Visit) -> None:
    jurors = bench.ready()
    olive, juror = signed_in(visit, bench.cast.olive), signed_in(visit, jurors[11])
    pages = ["/jury/bench/", f"/jury/bench/{REF}", "/verdicts/", "/desk/"]
    before = [*(olive.get(path).text for path in pages), juror.get(CASE).text]
    for vote in range(8):
        bench.vote(jurors[vote], "uphold")
    after = [*(olive.get(path).text for path in pages), juror.get(CASE).text]
    assert before == after
    olive.get(f"/verdicts/{REF}", status=404)
    olive.get(f"/verdicts/{REF}.json", status=404)
