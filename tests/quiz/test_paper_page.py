"""The pages of a paper: each kind of question, saving along the way, the time, what is too late."""

import secrets
from dataclasses import replace
from itertools import count

import pytest

from kernel.settings import Settings
from quiz.actions import load_bank
from quiz.drawing import draw
from quiz.forms.papers import chosen_all, page_form, sent
from quiz.item import Kind
from quiz.models import Sitting
from quiz.paper import Paper, Question
from quiz.queries.pool import offered_to
from quiz.reading import asked, page_count, time_left
from quiz.specification import ENTRY
from quiz.topic import Topic
from rules.actions import load_book
from rules.book import demo_book
from tests.markup import elements, text_of
from tests.quiz.test_pages import START, sitting_id
from tests.village import PASSWORD, settle

STEPS = ("The claim is filed", "The file is frozen", "The panel is drawn")


def in_order(item):
    """Return an item on secrecy as one to be put in order, any other as it is."""
    if item.is_case or item.topic is not Topic.SECRECY:
        return item
    part = replace(item.parts[0], kind=Kind.ORDERING, options=STEPS, key=(0, 1, 2))
    return replace(item, parts=(replace(part, in_order=False),))


@pytest.fixture
def cast(work, bank):
    with work() as w:
        people = settle(w, jurors=1)
        load_book(w, demo_book())
        load_bank(w, replace(bank, items=tuple(map(in_order, bank.items))))
    return people


@pytest.fixture
def clara(client, cast):
    client.sign_in("clara@village.example", PASSWORD)
    return client


@pytest.fixture
def first(clara, work, clock, monkeypatch):
    """The first page of a paper that was just begun: five questions with one right answer each."""
    with work(writing=False) as w:
        offered = offered_to(w.session, "", clock.now.date()).offered
    items = {item.ref: item for item in offered.items}
    seeds = (f"{number:064x}" for number in count())

    def fits(seed):
        paper = draw(ENTRY, offered, (), seed)
        kinds = {items[question.ref].kind for question in paper.questions[:5]}
        return kinds <= {Kind.SINGLE, Kind.TRUE_FALSE}

    seed, others = next(filter(fits, seeds)), secrets.token_hex
    monkeypatch.setattr(secrets, "token_hex", lambda n=32: seed if n == 32 else others(n))
    return clara.get("/quiz/").press(START)


def row_of(work, page):
    with work(writing=False) as w:
        return w.session.get_one(Sitting, sitting_id(page))


def page_with(page, tag, name):
    """Return the page of the paper that has an element of this class, and the element."""
    here = f"/quiz/sittings/{sitting_id(page)}"
    for number in range(1, 8):
        shown = page.client.get(f"{here}?page={number}")
        for one in elements(shown.body, tag):
            if name in one.get("class", "").split():
                return shown, one
    raise AssertionError(f"no {tag}.{name} in this paper")


def test_things_are_put_in_order_by_selects(first, work):
    page, group = page_with(first, "fieldset", "ordering")
    selects = list(elements(group, "select"))
    name = selects[0].get("name")
    labels = {label.get("for"): text_of(label) for label in elements(group, "label")}
    assert {labels[one.get("id")] for one in selects} >= set(STEPS) or len(selects) >= 3
    letters = "abcdef"[: len(selects)]
    backwards = [f"{letter}{len(letters) - n}" for n, letter in enumerate(letters)]
    page = page.form(action="/answers").fill({name: backwards}).send("Save and review")
    assert row_of(work, page).answers == {name[2:]: backwards}
    told = page.text
    assert "1." in told
    assert "more than once" not in told
    page = page.click(f"Question {name[2:]}")
    assert page.form(action="/answers").values[name] == backwards


def test_a_letter_that_stands_for_no_thing_takes_no_answer_back(first, work):
    page, group = page_with(first, "fieldset", "ordering")
    name = next(elements(group, "select")).get("name")
    kept = page.form(action="/answers").fill({name: ["a2", "b1", "c"]}).send("Save and review")
    before = row_of(work, kept).answers
    page = first.client.post(page.form(action="/answers").action, {name: "z"}, status=422)
    assert "Choose among the answers that are offered" in page.text
    assert row_of(work, kept).answers == before != {}


def test_a_place_given_twice_is_kept_and_told_on_the_review(first, work):
    page, group = page_with(first, "fieldset", "ordering")
    selects = list(elements(group, "select"))
    name = selects[0].get("name")
    letters = "abcdef"[: len(selects)]
    twice = ["a1", "b1", *letters[2:]]
    page = page.form(action="/answers").fill({name: twice}).send("Save and review")
    assert row_of(work, page).answers == {name[2:]: ["a1", "b1"]}
    assert f"Question {name[2:]}: the place 1 is given more than once" in page.text
    page = page.click("Go back to the questions")
    shown = f"/quiz/sittings/{sitting_id(page)}"
    page = page.client.get(f"{shown}?page={(int(name[2:]) + 4) // 5}")
    partly = ["a2", *letters[1:]]
    page = page.form(action="/answers").fill({name: partly}).send("Save and review")
    assert f"Question {name[2:]}: not everything has a place yet" in page.text
    page = page.press("Hand in the paper")
    assert "0 of 30" in page.text


def test_a_case_is_told_above_its_questions_on_a_page_of_its_own(first):
    here = f"/quiz/sittings/{sitting_id(first)}"
    page = first.client.get(f"{here}?page=7")
    told = page.text
    assert "A case, as a jury would get it" in told
    assert told.index("A case, as a jury") < told.index("27. ")
    assert "Questions 27 to 30 of 30" in told
    story = next(one for one in elements(page.body, "section") if one.get("class") == "story")
    words = text_of(story).removeprefix("A case, as a jury would get it").strip()
    assert len(words) > 200
    assert words[:60] in page.click("The rules").client.get(f"{here}/review").text
    assert "as a jury would" not in first.client.get(f"{here}?page=6").text


def an_item(bank, kind):
    return next(item for item in bank.items if item.kind is kind)


def test_no_page_mixes_a_case_with_other_questions(bank):
    """Whatever comes before or after it, and however many questions it has."""
    plain = an_item(bank, Kind.SINGLE)
    cases = [item for item in bank.items if item.is_case]
    asked_for = [plain] * 3 + [cases[0], cases[1]] + [plain] * 6 + [cases[2]]
    questions = tuple(
        Question(item.item, item.version, tuple(range(len(part.options))), number)
        for item in asked_for
        for number, part in enumerate(item.parts)
    )
    shown = asked(Paper("entry/2", questions), {i.ref: i for i in asked_for}, {})
    for page in range(1, page_count(shown) + 1):
        here = [one for one in shown if one.page == page]
        assert 1 <= len(here) <= 5
        assert len({one.story for one in here}) == 1
        assert [one.tells for one in here] == [bool(here[0].story), *[False] * (len(here) - 1)]
    assert [one.page for one in shown] == sorted(one.page for one in shown)


def save(page, data, number=1, status=200):
    """Save as the page's script does; return the fragment that comes back."""
    where = f"/quiz/sittings/{sitting_id(page)}/answers?page={number}"
    return page.client.post(where, data, status=status, htmx="saved")


def test_saving_along_the_way_answers_with_a_fragment_that_tells_when(first, work, clock):
    clock.move(hours=2, minutes=2)
    said = save(first, {"q-1": "a"})
    assert said.element("saved") is not None
    assert said.text == "Saved 14:02 UTC"
    assert "<h1" not in said.html
    row = row_of(work, first)
    assert (row.answers, row.saved_at) == ({"1": ["a"]}, clock.now)
    shown = first.client.get(f"/quiz/sittings/{row.id}")
    assert "Saved 14:02 UTC" in shown.text


def test_a_save_touches_nothing_but_what_is_sent(first, work):
    save(first, {"q-1": "a", "q-2": "b"})
    save(first, {"q-3": "a"})
    three = {"1": ["a"], "2": ["b"], "3": ["a"]}
    assert row_of(work, first).answers == three
    save(first, {})
    save(first, {"q-9": "a", "asked": ["8", "9", "99", "x"]})  # on other pages, or on none
    assert row_of(work, first).answers == three


def test_a_letter_not_offered_is_told_and_the_other_answers_stay(first, work):
    save(first, {"q-2": "a"})
    where = f"/quiz/sittings/{sitting_id(first)}/answers?page=1"
    page = first.client.post(where, {"q-1": "f", "q-3": "b"}, status=422)
    assert "Choose among the answers that are offered" in page.text
    values = page.form(action="/answers").values
    assert (values["q-2"], values["q-3"]) == (["a"], ["b"])
    assert row_of(work, page).answers == {"2": ["a"]}


def test_a_form_token_that_no_longer_fits_costs_no_answer(first, work):
    where = f"/quiz/sittings/{sitting_id(first)}/answers?page=1"
    old = {"csrf_token": first.client.token(), "q-1": "b", "q-4": "a", "then": "on"}
    first.client.sign_in("clara@village.example", PASSWORD)  # in another tab, say
    for stale in (old, {**old, "csrf_token": "x"}, {**old, "csrf_token": ""}):
        page = first.client.post(where, stale, status=422)
        assert "nothing of it was saved yet" in page.text
        assert row_of(work, first).answers == {}
    form = page.form(action="/answers")
    assert (form.values["q-1"], form.values["q-4"]) == (["b"], ["a"])
    form.send("Save and continue")
    assert row_of(work, first).answers == {"1": ["b"], "4": ["a"]}


def test_a_sign_in_that_ended_costs_no_answer(first, work, clock):
    clock.move(hours=13)
    form = first.form(action="/answers").fill({"q-1": "b"})
    page = form.send("Save and continue", status=401)
    assert "not saved yet" in page.text
    assert row_of(work, first).answers == {}
    form = page.form("Send my answers")
    page.client.sign_in("clara@village.example", PASSWORD)  # in another tab
    page = form.send("Send my answers", status=422)
    assert page.form(action="/answers").values["q-1"] == ["b"]
    page = page.form(action="/answers").send("Save and continue")
    assert "page 2 of 7" in page.h1
    assert row_of(work, first).answers == {"1": ["b"]}


def test_who_is_signed_out_gets_back_nothing_but_letters(client, cast):
    sent = {"q-1": ["a", "<b>"], "q-2": "b3", "asked": ["1", "x"], "other": "a", "then": "<i>"}
    for sitting in ("x" * 22, "no-such"):
        page = client.post(f"/quiz/sittings/{sitting}/answers?page=1", sent, status=401)
        values = page.form("Send my answers").values
        assert {"q-1": ["a"], "q-2": ["b3"], "asked": ["1"]}.items() <= values.items()
        assert "other" not in values
    page = client.post("/quiz/sittings/x/answers?page=1", sent, status=401, htmx="saved")
    assert page.headers["HX-Redirect"].startswith("/sign-in")


def test_no_answer_is_taken_without_a_form_token(first, work):
    where = f"/quiz/sittings/{sitting_id(first)}/answers?page=1"
    assert first.client.raw.post(where, data={"q-1": "a"}).status_code == 422
    assert row_of(work, first).answers == {}


@pytest.mark.parametrize("htmx", [None, "saved"])
def test_what_comes_after_the_hand_in_is_too_late_and_harmless(first, work, htmx):
    where = f"/quiz/sittings/{sitting_id(first)}"
    token = first.client.token()
    first.client.get(f"{where}/review").press("Hand in the paper")
    before = row_of(work, first)
    late = {"csrf_token": token, "q-1": "a", "asked": ["1"]}
    page = first.client.post(f"{where}/answers?page=1", late, status=409, htmx=htmx)
    assert "handed in" in page.text
    assert "Result of the exam" in page.h1
    assert "Result of the exam" in first.client.post(f"{where}/hand-in").h1
    after = row_of(work, first)
    assert (after.answers, after.handed_in_at) == ({}, before.handed_in_at)
    for path in ("", "?page=3", "/review"):
        shown = first.client.get(where + path)
        assert "Result of the exam" in shown.h1
        assert shown.headers["Cache-Control"] == "no-store"


def test_a_second_start_leads_to_the_same_paper(first):
    again = first.client.post("/quiz/sittings")
    assert sitting_id(again) == sitting_id(first)
    assert again.headers["Cache-Control"] == "no-store"


def test_the_time_that_is_left_is_told_once_and_no_clock_runs(first, clock):
    assert "Open until 24 November 2026, 12:00 UTC" in first.text
    assert "Time left when this page was opened: 24 hours, 0 minutes." in first.text
    clock.move(hours=23, minutes=29)
    first.client.sign_in("clara@village.example", PASSWORD)
    here = f"/quiz/sittings/{sitting_id(first)}"
    for path in (here, f"{here}/review"):
        assert "opened: 31 minutes." in first.client.get(path).text
    clock.move(minutes=30, seconds=30)
    assert "Less than a minute was left" in first.client.get(here).text
    assert not any(one.get("role") == "timer" for one in elements(first.body))


def test_the_status_of_saving_is_polite_and_stays_in_the_page(first):
    region = next(one for one in elements(first.body, "div") if one.get("class") == "saving")
    assert region.get("role") == "status"
    assert any(one.get("id") == "saved" for one in elements(region))


@pytest.mark.parametrize(
    ("minutes", "left"), [(0, (0, 0)), (1, (0, 1)), (59, (0, 59)), (60, (1, 0)), (1439, (23, 59))]
)
def test_what_is_left_is_in_whole_minutes(clock, minutes, left):
    now = clock.now
    assert time_left(clock.move(minutes=minutes, seconds=59), now) == left
    assert time_left(now, clock.now) == (0, 0)


def test_what_a_form_speaks_of(app, bank):
    item = an_item(bank, Kind.MULTIPLE)
    order = tuple(range(len(item.parts[0].options)))
    paper = Paper("entry/2", tuple(Question(item.item, item.version, order) for _ in range(3)))
    shown = asked(paper, {item.ref: item}, {"2": ["a"], "3": ["b"]})
    data = {"q-1": ["a", "b"], "asked": ["3"]}
    with app.test_request_context(method="POST", data=data):
        form = page_form(shown)
        assert [one.position for one in sent(shown)] == [1, 3]
        assert chosen_all(form, sent(shown)) == {"1": ["a", "b"], "3": []}
        assert form["q-2"].data == ["a"]


class TestLimit:
    """Where the plan sets a limit."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, exam_minutes=45)

    def test_the_start_page_says_how_long_and_the_paper_until_when(self, clara):
        assert "45 minutes" in clara.get("/quiz/").text
        page = clara.page.press(START)
        assert "Open until 23 November 2026, 12:45 UTC" in page.text
        assert "Time left when this page was opened: 45 minutes." in page.text

    def test_after_the_limit_what_was_saved_counts(self, first, clock, work):
        save(first, {"q-1": "a"})
        clock.move(minutes=45)
        late = save(first, {"q-1": "b"}, status=409)
        assert "What you had saved until then counts" in late.text
        assert row_of(work, first).answers == {"1": ["a"]}
        assert "Result of the exam" in late.press("See the result").h1
