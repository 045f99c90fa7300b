"""Both sides write, read each other's and reply; then an officer prepares the case from it."""

from datetime import timedelta

import pytest
from flask import template_rendered

from claims import queries
from claims.actions import (
    attach,
    extend_time,
    hand_in_statement,
    open_paper,
    save_statement,
    withdraw,
)
from claims.claim import Stale
from claims.jobs import close_exchanges
from claims.life import State
from claims.timetable import Round, Side
from claims.uploads import judge
from kernel.errors import Conflict, Malformed, Missing
from tests.claims.making import png

STATEMENT, REPLY = Round
CLAIMANT, PLAN = Side


def write(work, actor, ref, side, round_, text, edition=0):
    with work(actor) as w:
        row = save_statement(w, ref, side, round_, text, edition)
        hand_in_statement(w, ref, side, round_, row.edition)


def claim_of(work, ref):
    with work(writing=False) as w:
        return queries.claim_by_ref(w.session, ref)


def test_the_last_reply_ends_the_exchange_and_all_texts_are_taken_over(work, cast, disputed):
    write(work, cast.clara, disputed, CLAIMANT, STATEMENT, "Ours.")
    write(work, cast.olive, disputed, PLAN, STATEMENT, "The plan's.")
    write(work, cast.olive, disputed, PLAN, REPLY, "The plan replies.")
    assert claim_of(work, disputed).state == State.DISPUTED
    write(work, cast.clara, disputed, CLAIMANT, REPLY, "We reply.")
    claim = claim_of(work, disputed)
    assert claim.state == State.PREPARED
    assert (claim.claimant_says, claim.claimant_replies) == ("Ours.", "We reply.")
    assert (claim.respondent_says, claim.respondent_replies) == ("The plan's.", "The plan replies.")


def test_who_wrote_nothing_is_heard_by_what_was_said_before(app, work, cast, disputed, clock):
    with work(cast.olive) as w:
        save_statement(w, disputed, PLAN, STATEMENT, "Saved and never handed in.", 0)
    clock.move(days=12)
    with app.app_context():
        assert close_exchanges() == 1
        assert close_exchanges() == 0
    claim = claim_of(work, disputed)
    assert claim.claimant_says == "It was not so."
    assert claim.respondent_says == "Saved and never handed in."


def test_late_is_late(work, cast, disputed, clock):
    clock.move(days=10)
    with work(cast.clara) as w, pytest.raises(Conflict, match="time for this is over"):
        save_statement(w, disputed, CLAIMANT, STATEMENT, "Late.", 0)


def test_each_side_writes_for_itself(work, cast, disputed):
    with work(cast.olive) as w, pytest.raises(Missing):
        save_statement(w, disputed, CLAIMANT, STATEMENT, "Not theirs.", 0)
    with work(cast.clara) as w, pytest.raises(Missing):
        save_statement(w, disputed, PLAN, STATEMENT, "Not hers.", 0)
    with work(cast.jurors[0]) as w, pytest.raises(Missing):
        save_statement(w, disputed, CLAIMANT, STATEMENT, "A stranger's.", 0)


def test_two_of_a_side_do_not_write_over_each_other(work, cast, disputed):
    with work(cast.olive) as w:
        save_statement(w, disputed, PLAN, STATEMENT, "One.", 0)
    with work(cast.oscar) as w, pytest.raises(Stale):
        save_statement(w, disputed, PLAN, STATEMENT, "Two.", 0)


def test_the_lengths_are_the_same_for_both(work, cast, disputed):
    for actor, side in ((cast.clara, CLAIMANT), (cast.olive, PLAN)):
        with work(actor) as w, pytest.raises(Malformed, match="5,000"):
            save_statement(w, disputed, side, STATEMENT, "x" * 5_001, 0)
        with work(actor) as w:
            save_statement(w, disputed, side, STATEMENT, "x" * 5_000, 0)


def test_more_time_is_given_with_a_reason(work, cast, disputed, clock):
    with work(cast.clara) as w, pytest.raises(Missing):
        extend_time(w, disputed, CLAIMANT, STATEMENT, 3, "illness", "In hospital.")
    for said in (" ", "x" * 501):
        with work(cast.olive) as w, pytest.raises(Malformed):
            extend_time(w, disputed, CLAIMANT, STATEMENT, 3, "illness", said)
    with work(cast.olive) as w:
        extend_time(w, disputed, CLAIMANT, STATEMENT, 3, "illness", "In hospital.")
    clock.move(days=12)
    with work(cast.clara) as w:
        save_statement(w, disputed, CLAIMANT, STATEMENT, "In time.", 0)


def test_whoever_wrote_for_the_plan_approves_nothing_and_judges_nothing(work, cast, disputed):
    with work(cast.oscar) as w:
        save_statement(w, disputed, PLAN, STATEMENT, "The plan was not told.", 0)
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, disputed)
        assert cast.oscar.account in queries.preparers(w.session, claim)
        assert queries.exclusions(w.session, claim)[cast.oscar.account] == "took-part"


def test_the_page_says_the_day_by_which_a_text_has_to_be_there(as_, disputed, clock):
    until = clock.now + timedelta(days=10)
    for name, page in (("clara", "statement"), ("olive", "plan-statement")):
        told = as_(name).get(f"/claims/{disputed}/{page}").text
        said = told.partition("Your statement until")[2]
        assert said.strip().startswith(f"{until.day} {until:%B %Y}"), said[:40]


def test_what_was_still_being_written_is_nobodys_after_a_withdrawal(do, cast, as_, disputed, clock):
    do(cast.clara, save_statement, disputed, CLAIMANT, STATEMENT, "Ours, half a draft.", 0)
    attached = do(cast.clara, attach, disputed, CLAIMANT, judge(png(), "scar.png"))
    do(cast.clara, withdraw, disputed)
    clock.move(days=20)
    page = as_("olive").get(f"/claims/{disputed}/plan-statement")
    assert "half a draft" not in page.text
    assert "scar.png" not in page.text
    with pytest.raises(Missing):
        do(cast.olive, open_paper, disputed, PLAN, attached.id)


def test_neither_reads_the_other_before_its_own_is_final(cast, as_, disputed):
    clara, olive = as_("clara"), as_("olive")
    page = olive.get("/claims/desk/").click("Write the plan's statement")
    page = page.form("Save").fill(text="The plan was told of an old injury.").send()
    assert "Saved." in page.text
    page = clara.get(f"/claims/{disputed}").click("Write your statement")
    assert "old injury" not in page.text
    page = page.form("Save").fill(text="There was none.").send("Save and hand it in")
    page = page.form("Hand it in").send()
    assert "The other side still writes." in page.text
    assert "There was none." in page.text, "one's own text stays to be read"
    assert "old injury" not in page.text
    page = clara.get(f"/claims/{disputed}")
    assert "Read what you wrote" in page.links
    assert "You wait for the plan" in page.text
    assert "The plan's statement until" in page.text
    assert "Both sides write" not in page.text
    assert "Write your" not in clara.get("/").text
    page = olive.get(f"/claims/{disputed}/plan-statement")
    assert "There was none." not in page.text
    page = page.form("Save").send("Save and hand it in")
    page = page.form("Hand it in").send()
    assert "There was none." in page.text
    assert "old injury" in clara.get(f"/claims/{disputed}/statement").text
    assert "Reply to the other side" in clara.get(f"/claims/{disputed}").links


def test_a_page_is_handed_nothing_of_the_other_side_that_it_may_not_read(
    app, do, cast, as_, disputed
):
    """So that no template shows it by mistake."""
    do(cast.clara, save_statement, disputed, CLAIMANT, STATEMENT, "Ours, half a draft.", 0)
    do(cast.clara, attach, disputed, CLAIMANT, judge(png(), "scar.png"))
    do(cast.olive, save_statement, disputed, PLAN, STATEMENT, "The plan's draft.", 0)
    do(cast.olive, attach, disputed, PLAN, judge(png(), "order.png"))
    given = []

    def keep(*_, context, **__):
        given.append(context)

    for name, where in (("clara", "statement"), ("olive", "plan-statement")):
        person = as_(name)
        with template_rendered.connected_to(keep, app):
            person.get(f"/claims/{disputed}/{where}")
    for page, side in zip(given, (CLAIMANT, PLAN), strict=True):
        assert [place[0] for place in page["texts"]] == [side]
        assert [len(page["attached"][one]) for one in (side, side.other)] == [1, 0]


def test_what_is_typed_too_late_is_given_back(cast, as_, disputed, clock):
    clock.move(days=9.99)
    page = as_("clara").get(f"/claims/{disputed}/statement")
    clock.move(days=0.01)
    page = page.form("Save").fill(text="Every word counts.").send(status=409)
    assert "Every word counts." in page.html


def test_a_second_officer_sees_both_texts_where_one_was_quicker(cast, as_, disputed):
    olive, oscar = as_("olive"), as_("oscar")
    theirs = oscar.get(f"/claims/{disputed}/plan-statement").form("Save")
    olive.get(f"/claims/{disputed}/plan-statement").form("Save").fill(text="Olive wrote.").send()
    page = theirs.fill(text="Oscar wrote.").send(status=409)
    assert "Somebody who writes with you has saved this meanwhile." in page.text
    assert "Olive wrote." in page.text
    page = page.form("Save").send()
    assert "Oscar wrote." in page.html


def test_a_claimant_with_two_tabs_is_told_so_and_loses_nothing(cast, as_, disputed):
    clara = as_("clara")
    first, second = (clara.get(f"/claims/{disputed}/statement").form("Save") for _ in range(2))
    second.fill(text="In the second.").send()
    second.send()  # pressed twice
    page = first.fill(text="In the first.").send(status=409)
    assert "You have saved this in another tab or window meanwhile" in page.text
    assert "officer" not in page.text
    assert "In the second." in page.text
    assert page.form("Save").values["text"] == ["In the first."]


def test_more_time_by_the_pages(as_, disputed):
    olive = as_("olive")
    form = olive.get(f"/claims/{disputed}/plan-statement").form("Give more time")
    form.fill(days="30").send(status=422)
    page = form.fill(
        place="claimant-statement", days="3", why="illness", told="In hospital until Friday."
    ).send()
    assert "In hospital until Friday." in page.text


def test_the_claim_says_what_is_disputed_and_until_when(work, cast, as_, disputed, clock):
    clara = as_("clara")
    page = clara.get(f"/claims/{disputed}")
    until = clock.now + timedelta(days=10)
    last_day = f"{until.day} {until:%B %Y}"
    for told in ("The papers tell of an earlier injury.", "It was not so.", last_day):
        assert told in page.text
    [clause] = [where for where in page.links.values() if where.startswith("/rules/clauses/")]
    assert clause == "/rules/clauses/accident-exempt"
    line = clara.get("/").text
    assert "Write your statement" in line
    assert last_day in line
    for round_, last in ((STATEMENT, until), (REPLY, clock.now + timedelta(days=2))):
        if round_ is REPLY:
            page = clara.get(f"/claims/{disputed}")
            assert "Both sides may reply" in page.text
            line = clara.get("/").text
            assert "Write your reply" in line
            assert f"{last.day} {last:%B %Y}" in line
            assert f"{last.day} {last:%B %Y}" in page.text
        for actor, side in ((cast.clara, CLAIMANT), (cast.olive, PLAN)):
            write(work, actor, disputed, side, round_, f"Of the {side}, a {round_}.")
    page = clara.get(f"/claims/{disputed}").click("Read the statements of both sides")
    assert "Of the respondent, a reply." in page.text
