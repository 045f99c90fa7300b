"""After a revision: what is seen of it in advance and on its day; still right, or written anew."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.errors import Conflict, Malformed, Missing
from quiz import actions, queries
from quiz.queries.bank import standing_of
from quiz.queries.drafts import value_of
from quiz.reading.stale import drafted, stale_list
from quiz.staleness import Effect
from rules.actions import publish_version, take_back
from rules.queries import version
from tests.village import PASSWORD

CLAUSE, ITEM = "hospital-stay", "stay-of-sixteen-days"


def revise(w, old_words, new_words, days=10, clause=CLAUSE, number=1):
    """Give a clause other words from some days ahead on; return that day."""
    old = version(w.session, clause, number)
    text = old.text.replace(old_words, new_words)
    assert text != old.text
    day = w.now.date() + timedelta(days=days)
    publish_version(w, replace(old, version=number + 1, text=text, in_force_from=day))
    return day


def effect(w, day, item=ITEM):
    return standing_of(w.session, item, day).effect


def beside(w):
    return revise(w, "The day of admission", "Days at home in between count. The day of admission")


def inside(w):
    return revise(w, "one of 16 days is not", "one of 17 days is not")


def test_what_a_change_does_is_seen_before_its_day_and_holds_on_it(work, cast, clock):
    with work() as w:
        day = beside(w)
        eve = day - timedelta(days=1)
        assert (effect(w, eve), effect(w, day)) == (Effect.CARRIED, Effect.REVIEW)
        days = stale_list(w.session, w.now.date())
        assert [one.day for one in days if one.items] == [day]
        assert ITEM in {one.item.item for one in days[-1].items}
        take_back(w, CLAUSE, day)
        assert effect(w, day) is Effect.CARRIED
        assert not any(one.items for one in stale_list(w.session, w.now.date()))


def test_still_right_is_one_click_where_no_words_changed_and_can_be_said_in_advance(
    work, cast, clock
):
    with work(cast.edith) as w:
        day = beside(w)
        [waiting] = [
            o for d in stale_list(w.session, w.now.date()) for o in d.items if o.item.item == ITEM
        ]
        assert waiting.one_click
        assert actions.reaffirm(w, ITEM, day) == 1
        assert effect(w, day) is Effect.CARRIED
        assert effect(w, day - timedelta(days=1)) is Effect.CARRIED
        with pytest.raises(Conflict, match="Nothing about this item"):
            actions.reaffirm(w, ITEM, day)
        with pytest.raises(Missing):
            actions.reaffirm(w, "no-such-item", day)


def quoted(w, item=ITEM):
    return queries.live_item(w.session, item).parts[0].basis.quote


def test_words_that_changed_in_substance_pull_the_item_until_somebody_names_the_new_ones(
    work, cast, clock
):
    with work(cast.edith) as w:
        old = quoted(w)
        day = revise(w, old, "no hospital stay of more than 20 consecutive days")
        assert effect(w, day) is Effect.PULLED
        assert ITEM not in {item.item for item in queries.bank_on(w.session, day)}
        with pytest.raises(Malformed, match="Say which words"):
            actions.reaffirm(w, ITEM, day)
        with pytest.raises(Malformed, match="not in the clause"):
            actions.reaffirm(w, ITEM, day, {(0, 0): "words that nobody wrote"})
        actions.reaffirm(w, ITEM, day, {(0, 0): "no hospital stay of more than 20  consecutive"})
        assert effect(w, day) is Effect.CARRIED


def test_written_anew_it_starts_from_the_words_as_they_are_then(work, cast, clock):
    with work(cast.edith) as w:
        day = beside(w)
        row = actions.write_anew(w, ITEM, day)
        draft = value_of(row)
        assert row.origin == "drafted"
        assert draft.parts[0].anchors[0].version == 2
        assert draft.parts[0].anchors[0].quote == quoted(w)
        [first, *_others] = drafted(w.session, CLAUSE, 2) or [None]
        assert first is None or first.part.basis.version == 2


@pytest.fixture
def edith(cast, client):
    client.sign_in("edith@village.example", PASSWORD)
    return client


def test_the_list_says_why_and_what_to_do(edith, work, cast, clock):
    assert "Nothing waits." in edith.get("/quiz/items/stale").text
    with work() as w:
        beside(w)
    page = edith.get("/quiz/items/stale")
    assert "The clause changed in substance beside the quoted words." in page.text
    assert "Questions that a change will hit" in edith.get("/desk/").text
    page = edith.get("/quiz/items/stale")
    form = next(f for f in page.forms if f.action.endswith(f"/{ITEM}/reaffirmation"))
    page = form.send("Still right")
    assert "Noted: it is still right." in page.text
    clock.move(days=11)
    edith.sign_in("edith@village.example", PASSWORD)
    assert "Questions to look at" in edith.get("/desk/").text
    page = edith.get("/quiz/items/stale")
    assert not [f for f in page.forms if f.action.endswith(f"/{ITEM}/reaffirmation")]
    form = next(f for f in page.forms if f.action.endswith("/rewording"))
    page = form.send()
    assert "The words it rests on" in page.text
    edith.get("/quiz/proposals/hospital-stay/2")
    edith.get("/quiz/proposals/hospital-stay/1", status=404)


def test_words_that_are_not_there_are_said_and_kept(edith, work, cast):
    with work() as w:
        revise(w, quoted(w), "no hospital stay of more than 20 consecutive days")
    page = edith.get("/quiz/items/stale")
    form = next(f for f in page.forms if f.action.endswith(f"/{ITEM}/reaffirmation"))
    page = form.fill({"quote-0-0": "never said"}).send("Still right", status=422)
    assert "These words are not in the clause" in page.text
    form = next(f for f in page.forms if f.action.endswith(f"/{ITEM}/reaffirmation"))
    assert form.values["quote-0-0"] == ["never said"]
    edith.post(f"/quiz/items/{ITEM}/reaffirmation", {"on": "not a day"}, status=404)


def test_members_do_not_see_it(cast, client):
    client.sign_in("clara@village.example", PASSWORD)
    client.get("/quiz/items/stale", status=403)
