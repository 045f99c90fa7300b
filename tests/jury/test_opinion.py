"""The reasoned text of a verdict: in whose order its sides speak, and what it never tells."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury import actions
from jury.ballot import Choice
from jury.opinion import Part, Side, Written, as_json, opinion
from jury.queries import reasons_waiting
from rules.actions import load_book
from tests.clock import TestClock
from tests.jury.bench import REF, Bench, OpenWork, fields
from tests.jury.shelf import EVIDENCE, LUNG, publish, record, shelve, tallied, withdraw
from tests.jury.walk import signed_in, with_book
from tests.page import Client

UP, DOWN, NEITHER = (
    Written(Choice.UPHOLD, "It could not be had.", (LUNG, EVIDENCE)),
    Written(Choice.DENY, "The limit is the limit.", (LUNG,)),
    Written(Choice.CANNOT_JUDGE, "The papers differ."),
)
written = st.builds(
    Written,
    st.sampled_from(Choice),
    st.text(min_size=1, max_size=9),
    st.sampled_from([(), (LUNG,), (EVIDENCE,), (LUNG, EVIDENCE)]),
)


def spoken(uphold: int, deny: int, *reasons: Written, standard: str = "twelve") -> list[Side]:
    return opinion(record(tallied(uphold, deny, 1, standard), standard), reasons)


@pytest.mark.parametrize(
    ("uphold", "deny", "standard", "order"),
    [
        (8, 3, "twelve", [(Part.VERDICT, "uphold"), (Part.DISSENT, "deny")]),
        (3, 8, "twelve", [(Part.VERDICT, "deny"), (Part.DISSENT, "uphold")]),
        (15, 15, "panel", [(Part.VERDICT, "deny"), (Part.DISSENT, "uphold")]),
        (6, 5, "twelve", [(Part.SIDE, "uphold"), (Part.SIDE, "deny")]),
        (4, 7, "twelve", [(Part.SIDE, "deny"), (Part.SIDE, "uphold")]),
        (5, 5, "twelve", [(Part.SIDE, "uphold"), (Part.SIDE, "deny")]),
        (2, 3, "twelve", [(Part.SIDE, "deny"), (Part.SIDE, "uphold")]),
    ],
)
def test_who_carried_the_verdict_speaks_first_and_then_the_dissent(
    uphold: int, deny: int, standard: str, order: list[tuple[Part, str]]
) -> None:
    for reasons in ((UP, DOWN, NEITHER), (NEITHER, DOWN, UP)):
        sides = spoken(uphold, deny, *reasons, standard=standard)
        assert [(side.part, side.choice) for side in sides] == [
            *order,
            (Part.CANNOT_JUDGE, "cannot_judge"),
        ]
    votes = {side.choice: side.votes for side in sides}
    assert votes == {"uphold": uphold, "deny": deny, "cannot_judge": 1}


def test_reasons_stand_under_their_clause_beside_what_was_found_on_it() -> None:
    other = Written(Choice.UPHOLD, "Nobody measures so.", (EVIDENCE,))
    alone = Written(Choice.UPHOLD, "It is plain.")
    (up, _down) = spoken(8, 3, alone, other, UP, DOWN)
    assert [ground.clause for ground in up.grounds] == [LUNG, EVIDENCE, None]
    assert [ground.reasons for ground in up.grounds] == [(UP,), (other,), (alone,)]
    assert up.grounds[0].findings == {
        "applies": 3,
        "does_not_apply": 0,
        "unclear": 8,
        "cannot_be_met": 0,
    }
    assert up.grounds[2].findings is None


def test_a_side_of_which_nothing_is_published_is_there_all_the_same() -> None:
    (up, down) = spoken(8, 3, UP)
    assert (down.part, down.votes, down.grounds) == (Part.DISSENT, 3, ())
    assert up.grounds
    assert spoken(8, 3) == [], "and where nothing at all is, there is no text"
    assert [side.choice for side in spoken(0, 31, DOWN, standard="panel")] == [None]


@given(st.integers(1, 12), st.booleans(), st.lists(written, min_size=1, max_size=6))
def test_a_withheld_verdict_tells_neither_sides_nor_clauses_nor_numbers(
    votes: int, upheld: bool, reasons: list[Written]
) -> None:
    uphold, deny = (votes, 0) if upheld else (0, votes)
    sides = opinion(record(tallied(uphold, deny)), reasons)
    told = json.dumps(as_json(sides))
    assert [one["text"] for one in as_json(sides)[0]["grounds"][0]["reasons"]] == [
        one.text for one in reasons
    ]
    for word in ("uphold", "deny", "cannot_judge", LUNG, EVIDENCE, "unclear"):
        assert f'"{word}"' not in told
    assert not any(str(number) in told for number in range(10) if not _written(number, reasons))


def _written(number: int, reasons: list[Written]) -> bool:
    return any(str(number) in json.dumps(one.text) for one in reasons)


@given(st.integers(0, 12), st.lists(written, max_size=8))
def test_every_published_reason_stands_once(uphold: int, reasons: list[Written]) -> None:
    sides = opinion(record(tallied(uphold, 12 - uphold)), reasons)
    found = [one.text for side in sides for ground in side.grounds for one in ground.reasons]
    assert sorted(found) == sorted(one.text for one in reasons)


@pytest.fixture
def book(work: OpenWork) -> OpenWork:
    with work() as w:
        load_book(w)
    return work


@pytest.mark.databases("sqlite")
def test_the_page_shows_the_text_and_its_json_says_the_same(
    book: OpenWork, visit: Callable[[], Client]
) -> None:
    with book() as w:
        shelve(w, REF)
        for one in (DOWN, UP, NEITHER):
            publish(w, REF, one.choice, one.text, *one.cites)
    page = visit().get(f"/verdicts/{REF}")
    text = page.text.partition("The jurors' reasons")[2]
    order = ("Why the claim was upheld", UP.text, "Dissent", DOWN.text, NEITHER.text)
    assert sorted(order, key=text.index) == list(order)
    assert "All jurors on this clause: applies 3, does not apply 0, unclear 8" in text
    assert "It rests on this as well: 5.3 Evidence that cannot be had" in text
    told = page.click("The reasons as JSON").json
    assert (told["case"], told["outcome"]) == (REF, "upheld")
    assert [side["part"] for side in told["sides"]] == ["verdict", "dissent", "cannot_judge"]
    assert told["sides"][0]["votes"] == 8
    assert told["withheld"] == 0
    assert "withheld" not in text.partition("What the case was about")[0]
    assert "a secret that would tie the words to a ballot" in text
    example = page.text.partition("How the decision was made")[2].partition("The panel")[0]
    assert "830upheld: this case" in example


@pytest.mark.databases("sqlite")
def test_of_a_unanimous_small_panel_the_page_shows_words_alone(
    book: OpenWork, visit: Callable[[], Client]
) -> None:
    with book() as w:
        shelve(w, REF, 0, 11)
        publish(w, REF, "deny", DOWN.text, LUNG)
        withdraw(w, "C-2026-0009")
    page = visit().get(f"/verdicts/{REF}")
    text = page.text.partition("The jurors' reasons")[2].partition("What the case was about")[0]
    assert DOWN.text in text
    assert "for which side, is not told" in text
    for word in ("Dissent", "Why the claim", "lung", "All jurors", "11"):
        assert word not in text
    example = page.text.partition("How the decision was made")[2].partition("The panel")[0]
    assert "too few votes" in example
    assert ": this case" not in example
    told = page.click("The reasons as JSON").json
    assert told["sides"][0]["votes"] is None
    assert told["withheld"] is None
    visit().get("/verdicts/C-2026-0009/opinion.json", status=404)
    visit().get("/verdicts/C-2026-0404/opinion.json", status=404)


@pytest.mark.databases("sqlite")
def test_the_text_changes_by_moderation_and_by_nothing_else(
    work: OpenWork, clock: TestClock, app: object, visit: Callable[[], Client]
) -> None:
    bench: Bench = with_book(work, clock)
    for number, juror in enumerate(bench.ready()):
        choice, cites = ("deny", [LUNG]) if number < 3 else ("uphold", [EVIDENCE])
        with work(juror) as w:
            values = fields(choice, reason=f"Reason {number}." if number in {0, 4} else "")
            actions.cast_ballot(w, REF, values, bench.token(), cites if number in {0, 4} else ())
    bench.close()
    bench.decide()
    client = visit()
    assert "No reason has been published" in client.get(f"/verdicts/{REF}").text
    olive = signed_in(visit, bench.cast.olive)
    assert "It rests on:" in olive.get(f"/jury/bench/{REF}").text
    with work(writing=False) as w:
        waiting = {one.text: one.id for one in reasons_waiting(w.session, REF)}
    for text, published in (("Reason 0.", True), ("Reason 4.", False)):
        with work(bench.cast.oscar) as w:
            actions.moderate_reason(w, REF, waiting[text], published)
    text = client.get(f"/verdicts/{REF}").text.partition("The jurors' reasons")[2]
    assert "Reason 0." in text
    assert "Reason 4." not in text
    assert "Of this side no reason has been published" in text
    assert "1 reason was withheld" in text
    assert client.get(f"/verdicts/{REF}/opinion.json").json["withheld"] == 1
