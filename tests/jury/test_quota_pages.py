"""Quotas are chosen on the bench, explained where they cannot be, and read by everybody."""

import json
from datetime import date
from fractions import Fraction

import pytest
import sqlalchemy as sa

from audit.reasons import CHALLENGED
from jury import actions
from jury.models import Roll
from jury.queries import exclusions
from jury.strata import solver
from jury.strata.leximin import leximin
from jury.strata.lottery import BALLS, Lottery, chance
from jury.strata.types import Frame, Quota, Type
from jury.wording import strata as words
from members.models import Account
from rules.actions import load_book
from tests.clock import TestClock
from tests.jury import quotas
from tests.jury.bench import REF, Bench, OpenWork, make_bench
from tests.jury.walk import CASE, Visit, cells, send, signed_in

PAGE = f"/jury/bench/{REF}/quotas"
BUTTON = "Draw the panel within these quotas"


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: object) -> Bench:
    made = make_bench(work, clock, quotas.JURORS)
    quotas.mix(made)
    with work() as w:
        load_book(w)
    made.freeze()
    made.publish_roll()
    return made


def test_quotas_from_the_bench_to_the_jurors_own_chance(bench: Bench, visit: Visit) -> None:
    client = signed_in(visit, bench.cast.olive)
    page = client.get(f"/jury/bench/{REF}").click("Draw within quotas instead")
    assert "18–29 21 6.63" in cells(page)
    form = page.form(BUTTON)
    # Shares of the roll stand there at first: 21 and 17 of 38, of twelve seats.
    assert (form.values["least-age-18-29"], form.values["most-age-18-29"]) == (["6"], ["7"])
    wrong = form.fill(
        {"least-age-18-29": "9", "most-age-18-29": "7", "most-age-45-59": "many"}
    ).send(status=422)
    assert "At least is more than at most" in wrong.text
    assert "A whole number from 0 to 12" in wrong.text
    again = wrong.form(BUTTON)
    assert (again.values["least-age-18-29"], again.values["most-age-45-59"]) == (["9"], ["many"])
    narrow = again.fill(
        {"least-age-18-29": "9", "most-age-18-29": "", "least-age-45-59": "", "most-age-45-59": "4"}
    ).send(status=422)
    assert "Age, 18–29: at least: No more than 6 here" in narrow.text
    assert "Age, 45–59: at most: No less than 6 here" in narrow.text
    assert narrow.form(BUTTON).values["least-age-18-29"] == ["9"]
    assert [one["kind"] for one in bench.log()] == ["case.opened"]
    bare = {name: "" for name in form.values if name.startswith(("least-", "most-"))}
    none = narrow.form(BUTTON).fill(bare).send(status=422)
    assert "Set a quota, or draw the panel without any" in none.text
    chosen = none.form(BUTTON).fill(
        {
            "least-age-18-29": "4",
            "most-age-18-29": "7",
            "least-tenure-2-5": "5",
            "most-tenure-2-5": "6",
            "kind": "house",
        }
    )
    page = chosen.send()
    assert "The lot is falling" in page.text
    bench.log()
    assert client.get(PAGE, status=409).status == 409

    juror = bench.cast.jurors[0]
    own = signed_in(visit, juror)
    page = own.get("/jury/roll")
    assert f"Your chance in the draw for case {REF}" in page.text
    lottery = Lottery.from_json(json.loads(own.get(f"/draws/{REF}/lottery.json").data))
    share = chance(lottery, Type.read(quotas.strata(bench, [juror])[0]))
    assert f"{words_of(share, visit)}. To the letter it is {share}." in page.text
    page = page.click("The quotas and all chances")
    assert f"To the letter it is {share}" in page.text
    with bench.work() as w:
        actions.draw_panel(w, REF)
    assert "Your chance in the draw" not in own.get("/jury/roll").text
    sits = bench.jurors("summoned")[0]
    page = signed_in(visit, sits).get(CASE)
    assert "drawn within quotas" in page.text
    page = page.click("How it was drawn")
    assert "It picks the way to make up the panel that is number" in page.text
    assert "Age: 18–29" in page.text


def test_quotas_that_cannot_be_kept_are_explained_on_the_page(bench: Bench, visit: Visit) -> None:
    quotas.leave_out(bench, bench.cast.jurors[:17])  # four of the young ones are left
    cannot = signed_in(visit, bench.cast.olive).get(PAGE).form(BUTTON).send(status=409)
    assert "No panel keeps all these quotas" in cannot.text
    assert "Age, 18–29: at least 4 instead of 6." in cannot.text
    assert [one["kind"] for one in bench.log()] == ["case.opened"]


def test_quotas_with_which_some_could_never_sit_are_refused(
    bench: Bench, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unfair(available: dict[Type, int], asked: tuple[Quota, ...], seats: int) -> Lottery:
        return Lottery(Frame(available, asked, seats), ((7, 0, 0, 5),), (BALLS,))

    monkeypatch.setattr("jury.views.quotas.leximin", unfair)
    page = signed_in(visit, bench.cast.olive).get(PAGE).form(BUTTON).send(status=409)
    assert "could never sit" in page.text
    assert (
        "Age: 18–29, On a jury before the roll was made: no, Years of membership: 2–5" in page.text
    )


def test_one_lottery_is_worked_out_at_a_time(
    bench: Bench, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever presses again while the first is worked out is told so, and the first goes on."""
    client = signed_in(visit, bench.cast.olive)
    form = client.get(PAGE).form(BUTTON).fill({"kind": "house"})
    pressed = []

    def while_pressed_again(
        available: dict[Type, int], asked: tuple[Quota, ...], seats: int
    ) -> Lottery:
        if not pressed:
            pressed.append(None)
            pressed[0] = send(client, PAGE, **{name: one[0] for name, one in form.values.items()})
        return leximin(available, asked, seats)

    monkeypatch.setattr("jury.views.quotas.leximin", while_pressed_again)
    assert "The lot is falling" in form.send().text
    status, body = pressed[0]
    assert status == 409
    assert b"Another lottery is being worked out" in body


def words_of(share: Fraction, visit: Visit) -> str:
    with visit().app.test_request_context():
        return words.chance(share)


def test_what_a_panel_misses_is_told_on_the_bench_and_in_the_open(
    bench: Bench, visit: Visit
) -> None:
    quotas.draw_within(bench)
    client = signed_in(visit, bench.cast.olive)
    page = client.get(f"/jury/bench/{REF}")
    assert "This panel misses quotas" not in page.text
    while asked := quotas.long_ago(bench):
        with bench.work(asked[0]) as w:
            actions.decline_seat(w, REF)
    page = client.get(f"/jury/bench/{REF}")
    missed = "Years of membership, 2–5: 0 sit, and at least 5 should."
    assert "This panel misses quotas" in page.text
    assert missed in page.text
    page = page.click("The quotas of this panel")
    assert "Seats that changed hands" in page.text
    assert "The next of the same type is asked." in page.text
    assert missed in page.text
    assert "within quotas" in visit().get("/draws/").text


def test_a_verdict_leads_to_the_lottery_of_its_panel(bench: Bench, visit: Visit) -> None:
    quotas.draw_within(bench)
    jurors = bench.accept()
    bench.open()
    for number, juror in enumerate(jurors):
        bench.quiz(juror)
        bench.vote(juror, "deny" if number < 2 else "uphold")
    bench.close()
    bench.decide()
    page = visit().get(f"/verdicts/{REF}").click("It was drawn within quotas")
    assert page.h1 == "A panel drawn within quotas"
    assert "Your own chance" not in page.text


def test_quotas_are_not_offered_where_they_cannot_be_worked_out(
    bench: Bench, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver, "find_spec", lambda _name: None)
    client = signed_in(visit, bench.cast.olive)
    assert "within quotas" not in client.get(f"/jury/bench/{REF}").text
    assert "package highspy" in client.get(PAGE, status=409).text
    assert send(client, PAGE)[0] == 409


def test_the_page_of_quotas_does_not_tell_of_whom_a_challenge_was_upheld(
    bench: Bench, visit: Visit
) -> None:
    """Before and after it, an officer reads the same of every kind."""
    client = signed_in(visit, bench.cast.olive)
    before = client.get(PAGE)
    barred = bench.cast.jurors[0].account
    with bench.work() as w:
        w.session.add(exclusions.Exclusion(case_ref=REF, account_id=barred, reason=CHALLENGED))
    assert client.get(PAGE).text == before.text
    assert "18–29 21 6.63" in cells(before)


def test_when_another_roll_came_what_was_typed_is_kept_and_nothing_announced(
    bench: Bench, visit: Visit
) -> None:
    """The second roll has an age that the first had not: each number stays with its kind."""
    form = signed_in(visit, bench.cast.olive).get(PAGE).form(BUTTON)
    with bench.work() as w:
        for juror in bench.cast.jurors[:6]:
            w.session.get_one(Account, juror.account).born_on = date(1990, 1, 1)
    bench.publish_roll()
    typed = {"least-age-45-59": "3", "most-age-45-59": "9", "least-tenure-2-5": "many"}
    page = form.fill(typed).send(status=409)
    assert "The roll is another one now, of epoch 2" in page.text
    assert [one["kind"] for one in bench.log()] == ["case.opened"]
    again = page.form(BUTTON)
    assert {name: again.values[name] for name in typed} == {n: [v] for n, v in typed.items()}
    assert again.values["most-age-30-44"] == ["2"]
    again.fill({"least-tenure-2-5": "", "least-age-18-29": "4"}).send()
    (announced,) = (one for one in bench.log() if one["kind"] == "draw.committed")
    assert announced["roll"]["epoch"] == 2


def test_a_lot_that_cannot_be_had_loses_nothing_that_was_typed(
    bench: Bench, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = signed_in(visit, bench.cast.olive).get(PAGE).form(BUTTON)
    monkeypatch.setattr("jury.views.draws.can_check", lambda: False)
    page = form.fill({"kind": "beacon", "least-age-18-29": "3"}).send(status=409)
    assert "A beacon cannot be checked here" in page.text
    assert page.form(BUTTON).values["least-age-18-29"] == ["3"]


@pytest.mark.parametrize(
    ("strata", "said"),
    [
        ({"all": quotas.JURORS}, "not in the order of its strata"),
        ({"age=any;experience=any;tenure=any": quotas.JURORS}, "tells too little"),
    ],
)
def test_a_roll_that_tells_too_little_has_no_quotas(
    bench: Bench, visit: Visit, strata: dict[str, int], said: str
) -> None:
    with bench.work() as w:
        roll = w.session.scalars(sa.select(Roll)).one()
        roll.strata = strata
    client = signed_in(visit, bench.cast.olive)
    assert said in client.get(PAGE, status=409).text
    assert send(client, PAGE)[0] == 409


def test_an_assembly_has_no_quotas(work: OpenWork, clock: TestClock, visit: Visit) -> None:
    bench = make_bench(work, clock, quotas.JURORS)
    bench.freeze(standard="historic")
    bench.publish_roll()
    client = signed_in(visit, bench.cast.olive)
    assert "Nobody is drawn for an assembly" in client.get(PAGE, status=409).text
    assert send(client, PAGE)[0] == 409


def test_a_case_without_quotas_has_no_lottery(bench: Bench, visit: Visit) -> None:
    for path in (f"/draws/{REF}", f"/draws/{REF}/lottery.json", "/draws/C-2026-9999"):
        assert visit().get(path, status=404).status == 404


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (Fraction(0), "none"),
        (Fraction(1, 4), "1 in 4 (25%)"),
        (Fraction(6, 19), "about 3 in 10 (31.58%)"),
        (Fraction(333_333, 1_000_000), "about 1 in 3 (33.33%)"),
        (Fraction(1), "1 in 1 (100%)"),
        (Fraction(1, 312), "1 in 312 (0.32%)"),
        (Fraction(2, 625), "about 1 in 312 (0.32%)"),
    ],
)
def test_a_chance_in_words(share: Fraction, said: str, visit: Visit) -> None:
    assert words_of(share, visit) == said
