"""The exam as people sit it: by keyboard alone, without script, over a line that breaks."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from quiz.actions import load_bank
from quiz.bank import demo_bank
from quiz.item import Kind
from quiz.models import Sitting
from quiz.topic import Topic
from rules.actions import load_book
from tests.browser.conftest import PATIENCE, picture
from tests.browser.test_story import follow, press, put, sign_in
from tests.village import PASSWORD, right_answers, settle

NEXT = 30  # presses of Tab within which the next thing to answer must be reached
SAVED = "#saved time"
STEPS = ("The claim is filed", "The file is frozen", "The panel is drawn", "The poll is opened")


def always_an_ordering():
    """The demo's bank with every question on secrecy made one of order: each paper asks one."""
    bank = demo_bank()
    return replace(bank, items=tuple(map(in_order, bank.items)))


def in_order(item):
    if item.is_case or item.topic is not Topic.SECRECY:
        return item
    part = replace(item.parts[0], kind=Kind.ORDERING, options=STEPS, key=(0, 1, 2, 3))
    return replace(item, parts=(replace(part, in_order=False),))


@pytest.fixture
def cast(live):
    with live.work() as w:
        people = settle(w, jurors=1)
        load_book(w)
        load_bank(w, always_an_ordering())
    return people


def paper_of(live, cast):
    """Return the open sitting of Clara."""
    with live.work(writing=False) as w:
        mine = sa.select(Sitting).where(Sitting.account_id == cast.clara.account_id)
        return w.session.scalars(mine.order_by(Sitting.started_at.desc())).first()


def right_of(live, cast):
    with live.work(writing=False) as w:
        return right_answers(w, paper_of(live, cast).id)


def begin(page):
    sign_in(page, "clara")
    page.goto("/quiz/")
    press(page, "Start the exam")
    page.get_by_role("heading", name="page 1 of").wait_for()


def to_the_ordering(page):
    """Go to the page of the paper that asks for an order."""
    while not page.locator("fieldset.ordering").count():
        turn(page)


def turn(page):
    """Go on to the next page of the paper, and wait until it is there."""
    with page.expect_navigation():
        page.locator("main button[value=on]").click()


def positions(page):
    return [int(one.get_attribute("value")) for one in page.locator("[name=asked]").all()]


def focused(page):
    """Return what has the focus, where it is, and whether one sees that it has."""
    return page.evaluate(
        """() => {
          const one = document.activeElement, box = one.getBoundingClientRect();
          const style = getComputedStyle(one);
          return {tag: one.tagName, name: one.name || "", value: one.value || "", type: one.type,
                  words: one.innerText || "", seen: style.outlineStyle !== "none",
                  top: box.top + scrollY, inside: box.top >= 0 && box.bottom <= innerHeight + 1};
        }"""
    )


def tab_to(page, fits, within=NEXT):
    """Press Tab until what has the focus fits; each stop on the way must be seen."""
    for _ in range(within):
        page.keyboard.press("Tab")
        now = focused(page)
        if now["tag"] != "BODY":
            assert now["seen"], now
            assert now["inside"], now
        if fits(now):
            return now
    raise AssertionError(f"not reached by Tab: {focused(page)}")


def answer_by_keys(page, position, answer):
    """Answer the question whose first control comes next, by keys alone."""
    name = f"q-{position}"
    kind = page.locator(f"[name='{name}']").first
    if kind.evaluate("one => one.tagName") == "SELECT":
        for one in sorted(answer):
            tab_to(page, lambda at: at["name"] == name)
            page.keyboard.press(one[1])
            assert focused(page)["value"] == one
        return
    if kind.get_attribute("type") == "radio":
        first = tab_to(page, lambda at: at["name"] == name)
        page.keyboard.press("Space")
        for _ in range("abcdef".index(answer[0]) - "abcdef".index(first["value"])):
            page.keyboard.press("ArrowDown")
        assert focused(page)["value"] == answer[0]
        return
    for one in sorted(answer):
        tab_to(page, lambda at, one=one: (at["name"], at["value"]) == (name, one))
        page.keyboard.press("Space")


def test_the_whole_exam_by_keyboard_alone(visitor, live, cast):
    page = visitor
    page.goto("/sign-in")
    tab_to(page, lambda at: at["name"] == "email")
    page.keyboard.type("clara@village.example")
    tab_to(page, lambda at: at["name"] == "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign out").wait_for()
    tab_to(page, lambda at: at["tag"] == "A" and at["words"] == "Exam")
    page.keyboard.press("Enter")
    page.wait_for_url("**/quiz/")
    tab_to(page, lambda at: at["words"] == "Start the exam")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="page 1 of").wait_for()
    right = right_of(live, cast)
    answered = 0
    while answered < len(right):
        above = 0
        for position in positions(page):
            answer_by_keys(page, position, right[position])
            assert focused(page)["top"] >= above  # the focus goes down the page, as one reads
            above = focused(page)["top"]
            answered += 1
        tab_to(page, lambda at: at["value"] == "on")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    page.get_by_text("Every question is answered").wait_for()
    tab_to(page, lambda at: at["words"] == "Hand in the paper", within=NEXT + len(right))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Result of the exam").wait_for()
    assert "30 of 30 answers are right" in page.locator("main").inner_text()


def test_the_whole_exam_without_script(no_script, live, cast):
    page = no_script
    begin(page)
    assert page.get_by_text("saved when you press one of the buttons").is_visible()
    right = right_of(live, cast)
    answered = 0
    while answered < len(right):
        for position in positions(page):
            put(page, position, right[position])
            answered += 1
        turn(page)
    assert page.get_by_text("Every question is answered").is_visible()
    press(page, "Hand in the paper")
    page.get_by_text("30 of 30 answers are right").wait_for()


def test_what_was_saved_is_there_when_the_browser_dies(new_page, live, cast):
    page = new_page()
    begin(page)
    first = page.url
    requests = []
    page.on("request", lambda one: requests.append(one.url) if "answers" in one.url else None)
    right = right_of(live, cast)
    for position in positions(page):
        put(page, position, right[position])
    page.locator(SAVED).wait_for()
    assert "Saved 12:00" in page.locator("#saved").inner_text()
    assert len(requests) < 5  # several changes make one request
    page.context.close()
    again = new_page()
    sign_in(again, "clara")
    again.goto(first)
    assert "page 2" in again.locator("h1").inner_text(), "it goes on where a question is open"
    again.goto(f"{first}?page=1")
    assert paper_of(live, cast).answers == {str(n): right[n] for n in range(1, 6)}
    for position in positions(again):
        chosen = again.locator(f"[name='q-{position}']:is(:checked, select)").all()
        assert sorted(one.input_value() for one in chosen) == right[position]


def test_what_was_not_saved_yet_is_sent_when_the_page_goes_away(visitor, live, cast):
    page = visitor
    begin(page)
    right = right_of(live, cast)
    put(page, 1, right[1])
    page.goto("/rules/")  # before the save would have begun
    for _ in range(NEXT):  # it is sent while we are on our way
        page.goto("/quiz/")
        if page.get_by_text("You have answered 1 of 30 questions").count():
            break
    assert paper_of(live, cast).answers == {"1": right[1]}


@pytest.fixture
def on_a_train(browser, live):
    """A page whose line may break: what the browser then says in its console is no failure."""
    context = browser.new_context(base_url=live.url, timezone_id="UTC", locale="en-GB")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def test_a_line_that_breaks_costs_no_answer(on_a_train, live, cast):
    page = on_a_train
    begin(page)
    right = right_of(live, cast)
    page.context.set_offline(True)
    put(page, 1, right[1])
    page.locator("#not-saved").wait_for()
    assert page.locator("[name=asked]").count() == 5  # the page stays as it is
    with page.expect_event("requestfailed"):
        press(page, "Save and continue")  # it goes on only once all is saved
    assert page.locator("#not-saved").is_visible()
    page.context.set_offline(False)
    page.locator(SAVED).wait_for()
    assert page.locator("#not-saved").is_hidden()
    assert paper_of(live, cast).answers == {"1": right[1]}
    press(page, "Save and continue")
    page.get_by_role("heading", name="page 2 of").wait_for()


def test_a_server_that_answers_something_else_costs_no_answer(visitor, live, cast):
    page = visitor
    begin(page)
    right = right_of(live, cast)
    page.route("**/answers?*", lambda route: route.fulfill(status=429, body="<main>wait</main>"))
    put(page, 1, right[1])
    page.locator("#not-saved").wait_for()
    assert page.locator("[name=asked]").count() == 5
    page.unroute("**/answers?*")
    put(page, 2, right[2])
    page.locator(SAVED).wait_for()
    assert paper_of(live, cast).answers == {"1": right[1], "2": right[2]}


def test_a_sign_in_that_ended_costs_no_answer(new_page, live, cast):
    page = new_page()
    begin(page)
    right = right_of(live, cast)
    live.clock.move(hours=13)
    put(page, 1, right[1])
    page.locator("#signed-out").wait_for()
    with page.context.expect_page() as opened:
        page.locator("#signed-out a").click()
    other = opened.value
    other.get_by_label("E-mail").fill("clara@village.example")
    other.get_by_label("Password").fill(PASSWORD)
    other.locator("main").get_by_role("button", name="Sign in").click()
    other.get_by_role("button", name="Sign out").wait_for()
    page.bring_to_front()
    put(page, 2, right[2])
    page.locator(SAVED).wait_for()  # the page has fetched itself a new form token meanwhile
    assert paper_of(live, cast).answers == {"1": right[1], "2": right[2]}


def test_a_second_device_is_not_written_over(new_page, live, cast):
    one = new_page()
    begin(one)
    radios = (n for n in positions(one) if one.locator(f"[name='q-{n}'][type=radio]").count())
    first, second = next(radios), next(radios)
    put(one, first, ["a"])
    one.locator(SAVED).wait_for()
    other = new_page()
    sign_in(other, "clara")
    other.goto(one.url)
    with one.expect_response("**/answers?*"):
        put(one, first, ["b"])
    with other.expect_response("**/answers?*"):  # where the first still stands as it was
        put(other, second, ["a"])
    press(other, "Save and continue")
    other.get_by_role("heading", name="page 2 of").wait_for()
    assert paper_of(live, cast).answers == {str(first): ["b"], str(second): ["a"]}


def test_the_end_of_the_time_says_what_counts(visitor, live, cast):
    page = visitor
    begin(page)
    right = right_of(live, cast)
    put(page, 1, right[1])
    page.locator(SAVED).wait_for()
    with live.work() as w:
        w.session.get_one(Sitting, paper_of(live, cast).id).expires_at = w.now + timedelta(hours=1)
    live.clock.move(hours=1)
    put(page, 2, right[2])
    page.get_by_role("heading", name="The time for this paper is over").wait_for()
    assert "What you had saved until then counts" in page.locator("main").inner_text()
    press(page, "See the result")
    page.get_by_text("1 of 30 answers are right").wait_for()
    page.go_back()
    page.get_by_role("heading", name="Result of the exam").wait_for()


def test_the_paper_is_accessible(visitor, live, cast, axe):
    page = visitor
    begin(page)
    to_the_ordering(page)
    for place in (0, 1):
        page.locator("fieldset.ordering select").nth(place).select_option(label="1")
    page.locator(SAVED).wait_for()
    axe(page)
    page.set_viewport_size({"width": 360, "height": 780})
    picture(page, "ordering")
    page.goto(f"{page.url.partition('?')[0]}?page=7")
    assert page.get_by_role("heading", name="A case, as a jury would get it").is_visible()
    axe(page)
    picture(page, "case")
    follow(page, "Up to the case")
    page.locator("main button[value=on]").click()
    page.get_by_text("the place 1 is given more than once").wait_for()
    axe(page)
    press(page, "Hand in the paper")
    page.get_by_text("0 of 30 answers are right").wait_for()


def test_the_pages_around_the_paper_are_accessible(new_page, live, cast, axe):
    page = new_page()
    begin(page)
    live.clock.move(hours=13)
    page.locator("#paper").evaluate("form => form.submit()")  # as without script
    page.get_by_role("heading", name="You are signed out by now").wait_for()
    axe(page)
    live.clock.move(hours=12)
    sign_in(page, "clara")
    page.goto("/quiz/")
    follow(page, "See how it went")
    page.get_by_role("heading", name="The time for this paper is over").wait_for()
    axe(page)
    admin = new_page()
    sign_in(admin, "agnes")
    admin.goto("/quiz/allowances/")
    axe(admin)
    admin.get_by_label("Reference of the member").fill(cast.clara.ref)
    admin.get_by_label("Per cent more time").fill("400")
    press(admin, "Give this time")
    admin.locator(".errors").wait_for()
    axe(admin)
    admin.get_by_label("Per cent more time").fill("50")
    admin.get_by_label("Why").fill("Reads by ear")
    press(admin, "Give this time")
    admin.get_by_role("cell", name="Reads by ear").wait_for()
    axe(admin)
