"""The page of figures: sums over decided cases, and nothing of the list that is never shown."""

import json

import pytest

from tests.clock import TestClock
from tests.jury.bench import Bench, OpenWork
from tests.jury.walk import Visit, cells, decided, with_book

NEVER = ("accuracy", "majority", "leaderboard", "confidence", "margin of error", "weight", "seat 1")


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: object) -> Bench:
    return with_book(work, clock)


def judge(bench: Bench, ref: str, uphold: int, deny: int) -> None:
    """Decide a case by these votes; whoever holds a seat and is not counted stays away."""
    bench.ref = ref
    decided(bench, ["uphold"] * uphold + ["deny"] * deny)


def test_figures_of_panels(bench: Bench, visit: Visit) -> None:
    assert "No case has been decided yet" in visit().get("/verdicts/figures").text
    judge(bench, "C-2026-0004", 8, 3)
    page = visit().get("/verdicts/").click("Figures of all juries together")
    assert "Turnout 11 of 12 · 92 %" in cells(page)
    assert "Seats taken 12 of 12 · 100 %" in cells(page)
    assert "No-shows 1 of 12 · 8 %" in cells(page)
    assert "Replacements 0 of 12 · 0 %" in cells(page)
    assert "1 of 30 cases" in cells(page)
    assert "Assemblies" not in cells(page)
    told = visit().get("/verdicts/figures.json").json
    assert told["panels"]["turnout"] == {"part": 11, "whole": 12}
    assert told["assemblies"] is None
    for page_or_file in (cells(page), json.dumps(told)):
        assert not [word for word in NEVER if word in page_or_file.lower()]


def test_the_way_from_the_roll_to_the_box(bench: Bench, visit: Visit) -> None:
    judge(bench, "C-2026-0004", 8, 3)
    lots = visit().get("/verdicts/figures.json").json["lots"]
    assert [(lot["mode"], lot["feature"], lot["cases"]) for lot in lots] == [
        ("drawn", "age", 1),
        ("drawn", "experience", 1),
        ("drawn", "tenure", 1),
    ]
    steps = {one["to"]: one["values"]["none"] for one in lots[1]["steps"]}
    assert steps == {
        "eligible": {"part": 24, "whole": 24},
        "drawn": {"part": 16, "whole": 24},
        "seated": {"part": 12, "whole": 16},
        "voted": {"part": 11, "whole": 12},
    }
    page = visit().get("/verdicts/figures")
    assert "never voted in a case 24 of 24 · 100 %" in cells(page)


def test_who_rests_could_not_be_drawn(bench: Bench, visit: Visit) -> None:
    judge(bench, "C-2026-0004", 8, 3)
    judge(bench, "C-2026-0005", 8, 3)
    lots = visit().get("/verdicts/figures.json").json["lots"]
    [experience] = [lot for lot in lots if lot["feature"] == "experience"]
    eligible = experience["steps"][0]["values"]
    assert eligible["some"] == {"part": 0, "whole": 11}  # all who served rest in the second draw
    assert eligible["none"] == {"part": 36, "whole": 37}


def test_who_voted_in_a_unanimous_panel_is_not_told_by_stratum(bench: Bench, visit: Visit) -> None:
    judge(bench, "C-2026-0004", 11, 0)
    lots = visit().get("/verdicts/figures.json").json["lots"]
    assert [lot["steps"][-1]["values"] for lot in lots] == [{}, {}, {}]
    assert "Who voted is not told of 1 case" in visit().get("/verdicts/figures").text


def test_a_unanimous_panel_adds_no_ballots_alone(bench: Bench, visit: Visit) -> None:
    judge(bench, "C-2026-0004", 8, 3)
    judge(bench, "C-2026-0005", 10, 0)
    page = visit().get("/verdicts/figures")
    assert "Of 2 decided cases" in cells(page)
    assert "Turnout 11 of 12" in cells(page)
    assert "Cases left out of turnout and no-shows: 1." in cells(page)


def test_nothing_moves_while_a_poll_is_open(bench: Bench, visit: Visit) -> None:
    judge(bench, "C-2026-0004", 8, 3)
    before = visit().get("/verdicts/figures.json").json
    bench.ref = "C-2026-0005"
    for juror in bench.ready()[:5]:
        bench.vote(juror)
        assert visit().get("/verdicts/figures.json").json == before
