"""The list of questions that a change of the rules hits, and the buttons on it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from quiz import actions, queries
from quiz.reading.stale import stale_list
from quiz.staleness import Effect
from rules.actions import end_clause, publish_version
from rules.queries import version
from tests.markup import elements, text_of
from tests.village import PASSWORD

CLAUSE, ITEM, CASE = "hospital-stay", "stay-of-sixteen-days", "case-fourteen-days-nine-hours"
LIST = "/quiz/items/stale"
LONGER = ("exactly 15 days is allowed, and one of 16", "exactly 20 days is allowed, and one of 21")
BESIDE = ("The day of admission", "Days at home count for nothing. The day of admission")


def revise(w, *change, days=10):
    old = version(w.session, CLAUSE, 1)
    day = w.now.date() + timedelta(days=days)
    text = old.text.replace(*change)
    publish_version(w, replace(old, version=2, text=text, in_force_from=day))
    return day


@pytest.fixture
def edith(cast, client):
    client.sign_in("edith@village.example", PASSWORD)
    return client


def form_of(page, name=ITEM, button="Still right"):
    """Return the form of an item with this button."""
    [found] = [
        form
        for form in page.forms
        if f"/quiz/items/{name}/" in form.action and any(button in words for words in form.buttons)
    ]
    return found


def test_without_a_change_nothing_waits(edith):
    page = edith.get(LIST)
    assert page.text.count("Nothing waits.") == 1
    assert "From " not in page.text


def test_a_coming_day_is_told_with_what_it_does_and_why(edith, work):
    with work() as w:
        day = revise(w, *LONGER)
        expected = {
            effect: {one.item.item for one in on.of(effect)}
            for on in stale_list(w.session, w.now.date())
            if on.day == day
            for effect in Effect
        }
    page = edith.get(LIST)
    assert "From 3 December 2026" in page.text
    pulled, review = expected[Effect.PULLED], expected[Effect.REVIEW]
    assert f"In no paper from then on ({len(pulled)})" in page.text
    assert f"To be looked at ({len(review)})" in page.text
    assert "The quoted words changed in substance." in page.text
    assert "The clause changed in substance beside the quoted words." in page.text
    marked = "".join(text_of(mark) for mark in elements(page.body, "mark"))
    assert "A stay of exactly" in marked
    assert [text_of(one) for one in elements(page.body, "del")].count("[deleted: 15]") >= 1
    assert "A juror" not in page.text


def test_one_click_is_enough_beside_the_words(edith, work):
    with work() as w:
        day = revise(w, *BESIDE)
    form = form_of(edith.get(LIST))
    assert set(form.values) == {"csrf_token", "on", "seen"}
    assert form.values["on"] == [day.isoformat()]
    page = form.send("Still right")
    assert page.path == LIST
    assert "Noted: it is still right." in page.text
    assert not any(f"/quiz/items/{ITEM}/" in one.action for one in page.forms)
    again = edith.post(f"/quiz/items/{ITEM}/reaffirmation", {"on": day.isoformat()}, status=409)
    assert "Nothing about this item waits for you." in again.text


def test_several_that_one_change_hit_are_said_right_together_or_not_at_all(edith, work):
    with work() as w:
        day = revise(w, *BESIDE)
    page = edith.get(LIST)
    form = next(one for one in page.forms if one.action.endswith("/reaffirmations"))
    names, seen = form.values["item"], form.values["seen"]
    assert len(names) == len(seen) > 1
    form.values["seen"] = [*seen[:-1], "something else"]
    assert "changed meanwhile" in form.send(status=409).text
    with work(writing=False) as w:
        waiting = {one.item.item for on in stale_list(w.session, w.now.date()) for one in on.items}
    assert set(names) <= waiting
    form = next(one for one in edith.get(LIST).forms if one.action.endswith("/reaffirmations"))
    assert form.values["on"] == [day.isoformat()]
    page = form.send()
    assert f"all {len(names)} are still right" in page.text
    with work(writing=False) as w:
        left = {one.item.item for on in stale_list(w.session, w.now.date()) for one in on.items}
    assert left == waiting - set(names)
    where = "/quiz/items/reaffirmations"
    edith.post(where, {"item": ["x y"], "seen": ["a"], "on": day.isoformat()}, status=404)
    edith.post(where, {"item": ["quorum"], "seen": [], "on": day.isoformat()}, status=404)


def test_words_that_changed_are_chosen_and_kept_when_they_do_not_stand(edith, work):
    with work() as w:
        day = revise(w, *LONGER)
    form = form_of(edith.get(LIST))
    proposed = "A stay of exactly 20 days is allowed, and one of 21 days is not."
    assert form.values["quote-0-0"] == [proposed]
    page = form.fill({"quote-0-0": ""}).send("Still right", status=422)
    assert "Say which words it rests on from now on." in page.text
    page = form_of(page).fill({"quote-0-0": "exactly 15 days"}).send("Still right", status=422)
    assert "These words are not in the clause as it reads then" in page.text
    assert form_of(page).values["quote-0-0"] == ["exactly 15 days"]
    page = form_of(page).fill({"quote-0-0": "x" * 2_001}).send("Still right", status=422)
    assert "Use at most 2000 letters." in page.text
    page = form_of(page).fill({"quote-0-0": "exactly 20\n days"}).send("Still right")
    assert "Noted" in page.text
    with work(writing=False) as w:
        assert ITEM in {one.item for one in queries.bank_on(w.session, day)}


def test_what_changed_while_it_was_looked_at_is_shown_anew(edith, work):
    with work() as w:
        revise(w, *BESIDE)
    form = form_of(edith.get(LIST))
    form.values["seen"] = [f"{ITEM}/1 {CLAUSE}/9"]
    assert "changed meanwhile" in form.send("Still right", status=409).text


def test_it_is_written_anew_or_retired(edith, work):
    with work() as w:
        revise(w, *LONGER)
    page = edith.get(LIST)
    page = form_of(page, button="Write it anew").send()
    assert page.path.startswith("/quiz/drafts/")
    assert "exactly 20 days" in page.form("Save").values["p0-quote-0"][0]
    where = page.path
    page = edith.get(LIST)
    assert where in page.links.values()
    assert "already" in edith.post(f"/quiz/items/{ITEM}/rewording", status=409).text
    page = edith.get(LIST).click(f"Retire it {ITEM}")
    assert "A new wording of it is being written" in page.text
    form = page.form("Retire it for good")
    assert form.values["why"] == ["The quoted words changed in substance."]
    assert "retired" in form.send().text
    assert not any(f"/quiz/items/{ITEM}/" in one.action for one in edith.get(LIST).forms)


def test_nothing_is_right_by_a_clause_that_ends(edith, work):
    with work() as w:
        end_clause(w, CLAUSE, w.now.date() + timedelta(days=10))
    page = edith.get(LIST)
    assert "Nothing in force says so any more" in page.text
    assert "The clause is no longer in force." in page.text
    assert not any("Still right" in words for form in page.forms for words in form.buttons)


def test_a_question_drafted_from_the_change_is_begun(edith, work, clock):
    with work() as w:
        revise(w, *LONGER)
    page = edith.get(LIST)
    where = next(link for link in page.links.values() if f"item={ITEM}" in link)
    page = edith.get(where)
    assert "The new words are not in force yet." in page.text
    assert f"The one you take becomes a new wording of {ITEM}" in page.text
    assert "What changed in clause 2.4, Hospital stay, on 2026-12-03?" in page.text
    [form] = [f for f in page.forms if f.in_main][:1]
    page = form.send("Begin with this one")
    assert page.path.startswith("/quiz/drafts/")
    assert "version 2" in page.form("Save").values["p0-rationale"][0]
    gone = edith.post(f"/quiz/proposals/{CLAUSE}/2", {"which": "no-such"}, status=409)
    assert "changed meanwhile" in gone.text
    page = gone.forms and [f for f in gone.forms if f.in_main][-1].send("Begin with this one")
    assert page.path.startswith("/quiz/drafts/")
    assert "Id of the item" in page.text


def test_a_case_is_shown_with_the_question_that_is_hit(edith, work):
    with work() as w:
        revise(w, *LONGER)
    page = edith.get(LIST)
    where = next(link for link in page.links.values() if f"item={CASE}" in link)
    page = edith.get(where)
    assert "question " in page.text
    assert "What changed in clause" not in page.text, "a case as a whole does not name its day"


@pytest.mark.parametrize(
    "path",
    [
        f"/quiz/proposals/{CLAUSE}/1",
        f"/quiz/proposals/{CLAUSE}/2",
        f"/quiz/proposals/{CLAUSE}/9999999",
        "/quiz/proposals/NO/2",
        "/quiz/proposals/medication/2?item=NO/",
        "/quiz/proposals/medication/2?item=no-such-item",
        "/quiz/proposals/medication/2?part=x",
    ],
)
def test_what_there_is_not_is_missing(edith, path):
    edith.get(path, status=404)


def test_what_cannot_be_read_is_missing(edith):
    edith.get(LIST)
    edith.post(f"/quiz/items/{ITEM}/reaffirmation", {"on": "no day"}, status=404)
    edith.post("/quiz/items/no-such-item/reaffirmation", status=404)
    edith.post("/quiz/items/no-such-item/rewording", status=404)
    edith.post("/quiz/items/NO/rewording", status=404)


def test_of_a_day_to_come_and_of_today(edith, work, clock, cast):
    with work(cast.edith) as w:
        day = revise(w, *BESIDE)
        actions.reaffirm(w, ITEM, day)
    clock.move(days=10)
    edith.sign_in("edith@village.example", PASSWORD)
    page = edith.get(LIST)
    assert [text_of(one) for one in elements(page.body, "h2")] == ["Now"]
    assert "Now To be looked at" in page.text
    assert not any(f"/quiz/items/{ITEM}/" in one.action for one in page.forms)


def test_the_desk_says_what_waits_now_and_from_the_next_days_on(edith, work, clock):
    assert "Questions that a change will hit" not in edith.get("/desk/").text
    with work() as w:
        revise(w, *LONGER)
        end_clause(w, "secrecy", w.now.date() + timedelta(days=20))
    text = edith.get("/desk/").text
    assert text.count("Questions that a change will hit") == 2
    assert "From 3 December 2026 on" in text
    assert "From 13 December 2026 on" in text
    assert "Questions in no paper" not in text
    clock.move(days=10)
    edith.sign_in("edith@village.example", PASSWORD)
    page = edith.get("/desk/")
    assert "Questions in no paper" in page.text
    assert "Questions to look at" in page.text
    assert "From 3 December" not in page.text
    assert page.click("Questions in no paper").path == LIST


def test_only_for_editors(cast, client):
    client.sign_in("clara@village.example", PASSWORD)
    client.get(LIST, status=403)
    client.get("/quiz/proposals/medication/2", status=403)
    client.get("/")
    for path in (f"/quiz/items/{ITEM}/reaffirmation", f"/quiz/items/{ITEM}/rewording"):
        client.post(path, status=403)
