"""Before anything is final it is read once more, and whoever turns back has lost nothing."""

from dataclasses import replace

from claims import queries
from claims.actions import change_filing, hand_in_statement, name_adviser, save_statement
from claims.life import State
from claims.timetable import Round, Side
from tests.claims.filed import FILED

CLAIMANT, PLAN = Side.CLAIMANT, Side.RESPONDENT
STATEMENT, REPLY = Round.STATEMENT, Round.REPLY


def state_of(work, ref):
    with work(writing=False) as w:
        return queries.claim_by_ref(w.session, ref).state


def text_of(work, ref, round_):
    with work(writing=False) as w:
        return queries.texts_of(w.session, queries.claim_by_ref(w.session, ref))[CLAIMANT, round_]


def replying(do, cast, ref):
    for actor, side in ((cast.clara, CLAIMANT), (cast.olive, PLAN)):
        do(actor, save_statement, ref, side, STATEMENT, "So it was.", 0)
        do(actor, hand_in_statement, ref, side, STATEMENT, 1)


def test_a_claim_is_read_once_more_before_it_is_handed_in(work, as_, filed):
    page = as_("clara").get(f"/claims/{filed}/filing").form("Save")
    page = page.fill(story="Typed last.").send("Save and hand it in")
    assert "Read it once more" in page.text
    assert "can no longer be changed" in page.text
    assert "Typed last." in page.text
    assert "Papers that are not there yet" in page.text
    assert state_of(work, filed) == State.FILING
    back = page.click("Go back and change it")
    assert back.form("Save").values["story"] == ["Typed last."]
    page = page.form("Hand it in").send()
    assert "An officer looks into your claim" in page.text
    assert state_of(work, filed) == State.INVESTIGATED


def test_what_was_changed_since_is_read_again(work, cast, as_, do, filed):
    clara = as_("clara")
    form = clara.get(f"/claims/{filed}/handing-in").form("Hand it in")
    do(cast.clara, change_filing, filed, replace(FILED, story="Another story."), 1)
    page = form.send(status=409)
    assert "Another story." in page.text
    assert state_of(work, filed) == State.FILING
    page.form("Hand it in").send()
    assert form.send().path == f"/claims/{filed}", "pressed twice"


def test_nothing_is_handed_in_that_something_is_missing_from(cast, as_):
    clara = as_("clara")
    form = clara.get("/claims/file").form(action="/claims/file")
    ref = form.fill(benefit="illness", whom="myself").send().path.split("/")[2]
    assert clara.get(f"/claims/{ref}/handing-in").path == f"/claims/{ref}/filing"


def test_a_statement_is_read_once_more(work, as_, disputed):
    clara = as_("clara")
    page = clara.get(f"/claims/{disputed}/statement").form("Save")
    assert "I have nothing to add" not in page.buttons
    page = page.fill(text="It was May.").send("Save and hand it in")
    assert "Once your statement is handed in" in page.text
    assert "It was May." in page.text
    assert text_of(work, disputed, STATEMENT).handed_in_at is None
    page = page.form("Hand it in").send()
    assert "It can no longer be changed." in page.text
    assert text_of(work, disputed, STATEMENT).handed_in_at is not None
    late = clara.get(f"/claims/{disputed}/statement/handing-in")
    assert late.path == f"/claims/{disputed}/statement"


def test_a_statement_that_was_changed_since_is_read_again(work, cast, as_, do, disputed):
    do(cast.clara, save_statement, disputed, CLAIMANT, STATEMENT, "It was May.", 0)
    form = as_("clara").get(f"/claims/{disputed}/statement/handing-in").form("Hand it in")
    do(cast.clara, save_statement, disputed, CLAIMANT, STATEMENT, "It was June.", 1)
    page = form.send(status=409)
    assert "Read it once more." in page.text
    assert "It was June." in page.text
    assert text_of(work, disputed, STATEMENT).handed_in_at is None


def test_who_has_nothing_to_reply_says_so(work, cast, as_, do, disputed):
    replying(do, cast, disputed)
    clara = as_("clara")
    form = clara.get(f"/claims/{disputed}/statement").form("Save")
    page = form.fill(text="But.").send("I have nothing to add", status=422)
    assert "You have written a reply." in page.text
    page = page.form("Save").fill(text="").send("I have nothing to add")
    assert "You have nothing to add?" in page.text
    page = page.form("I have nothing to add").send()
    assert "Your text is final. The other side still writes." in page.text
    assert text_of(work, disputed, REPLY).handed_in_at is not None
    do(cast.olive, hand_in_statement, disputed, PLAN, REPLY, 0)
    assert state_of(work, disputed) == State.PREPARED


def test_an_adviser_has_no_last_word(do, cast, as_, disputed):
    do(cast.clara, name_adviser, disputed, cast.jurors[0].ref)
    do(cast.clara, save_statement, disputed, CLAIMANT, STATEMENT, "It was May.", 0)
    page = as_("juror.001").get(f"/claims/{disputed}/statement/handing-in")
    assert page.path == f"/claims/{disputed}/statement"


def test_what_the_house_knows_of_a_member_is_not_missing(cast, as_):
    form = as_("clara").get("/claims/file").form(action="/claims/file")
    form = form.fill(benefit="illness", whom="myself").send().form("Save")
    form.fill(story="It hurt.", diagnosed="2026-10-01", named_1_name="Hill Hospital")
    assert "Read it once more" in form.send("Save and hand it in").text
