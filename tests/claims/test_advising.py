"""A claimant names a member who helps, by what that member told them, until they end it."""

import pytest
import sqlalchemy as sa

from claims import queries
from claims.actions import (
    agree_to_text,
    answer_objection,
    appeal,
    approve_summary,
    attach,
    freeze,
    hand_in_statement,
    name_adviser,
    object_to_payment,
    open_appeal,
    remove_adviser,
    save_statement,
    send_for_review,
    take_back,
    withdraw,
)
from claims.actions.advising import MOST_ADVISERS
from claims.handover import hide_all
from claims.models import AdviserRow
from claims.timetable import Round, Side
from claims.uploads import judge
from jury.models import Exclusion, Seat
from kernel.actor import Role
from kernel.errors import Conflict, Malformed, Missing
from members.actions import TRIES, grant_role
from members.queries import actor_of
from tests.claims.desks import on_desk
from tests.claims.making import png
from tests.claims.settling import decide
from tests.village import person

STATEMENT, CLAIMANT = Round.STATEMENT, Side.CLAIMANT


def presently(work, ref):
    """Return the account of whoever advises now."""
    with work(writing=False) as w:
        return queries.adviser_of(w.session, queries.claim_by_ref(w.session, ref))


def test_an_adviser_writes_and_only_the_claimant_hands_in(do, work, cast, disputed):
    adviser = cast.jurors[0]
    do(cast.clara, name_adviser, disputed, adviser.ref)
    do(adviser, save_statement, disputed, CLAIMANT, STATEMENT, "With help.", 0)
    with work(adviser) as w, pytest.raises(Conflict, match="Only the claimant hands it in"):
        hand_in_statement(w, disputed, CLAIMANT, STATEMENT, 1)
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, disputed)
        assert queries.texts_of(w.session, claim)[CLAIMANT, STATEMENT].handed_in_at is None
    do(cast.clara, hand_in_statement, disputed, CLAIMANT, STATEMENT, 1)


def test_the_pages_of_an_adviser_are_theirs(do, cast, as_, disputed):
    do(cast.clara, name_adviser, disputed, cast.jurors[0].ref)
    helper, clara = as_("juror.001"), as_("clara")
    page = helper.get("/claims/").click("A fall from a wall")
    assert f"A claim you help with: {disputed}" in page.text
    assert "Your claim" not in page.text
    assert page.form("Save").buttons == ["Save"]
    assert "Only the claimant hands it in" in page.text
    page = page.form("Save").fill(text="With help.").send()
    assert "Saved." in page.text
    form = page.form("Save")
    sent = {**form.values, "text": "With more help.", "then": "hand_in"}
    page = helper.post(f"/claims/{disputed}/statement", sent, status=409)
    assert "Only the claimant hands it in" in page.text
    page = helper.get(f"/claims/{disputed}/statement").click("Claims in which you advise")
    assert page.path == "/claims/"
    page = clara.get(f"/claims/{disputed}/adviser")
    assert "only you hand it in" in page.text
    page = clara.get(f"/claims/{disputed}/statement")
    assert "With more help." in page.html
    assert f"Your claim {disputed}" in page.text
    page.form("Save").send("Save and hand it in")


def test_after_a_withdrawal_an_adviser_reads_nothing_of_the_claim(do, work, cast, as_, disputed):
    adviser = cast.jurors[0]
    do(cast.clara, name_adviser, disputed, adviser.ref)
    attached = do(adviser, attach, disputed, CLAIMANT, judge(png(), "scar.png"))
    do(cast.clara, withdraw, disputed)
    helper = as_("juror.001")
    helper.get(f"/claims/{disputed}/statement", status=404)
    helper.get(f"/claims/{disputed}/papers/{attached.id}", status=404)
    assert "A fall from a wall" not in helper.get("/claims/").text
    with work(writing=False) as w:
        assert queries.advised(w.session, adviser.account) == []
    as_("clara").get(f"/claims/{disputed}/statement")


def test_an_adviser_reads_and_writes_and_decides_nothing(do, work, cast, disputed):
    adviser = cast.jurors[0]
    do(cast.clara, name_adviser, disputed, adviser.ref)
    with work(adviser) as w:
        save_statement(w, disputed, CLAIMANT, STATEMENT, "With help.", 0)
        for action in (withdraw, remove_adviser, lambda w, ref: agree_to_text(w, ref, 1)):
            with pytest.raises(Missing):
                action(w, disputed)
        with pytest.raises(Missing):
            name_adviser(w, disputed, cast.jurors[1].ref)
    do(cast.clara, remove_adviser, disputed)
    with work(adviser) as w:
        assert queries.advised(w.session, adviser.account) == []
        with pytest.raises(Missing):
            save_statement(w, disputed, CLAIMANT, STATEMENT, "Without.", 1)


def test_a_reference_is_read_as_people_write_it(do, work, cast, disputed):
    adviser = cast.jurors[0]
    letters = adviser.ref.removeprefix("A-")
    spoken = f" {letters[:4]} {letters[4:]} "
    for told in (adviser.ref, adviser.ref.lower(), f"a {letters}", spoken, f"A–{letters}"):
        do(cast.clara, name_adviser, disputed, told)
        assert presently(work, disputed) == adviser.account
        do(cast.clara, remove_adviser, disputed)


def test_one_sentence_for_all_who_cannot_be_named(work, cast, disputed):
    """Neither a name nor an address leads to a member, and nothing tells why somebody is not."""
    said = set()
    for told in (
        *("", "A-", "A-22222222", "A-0000000O", "nobody", "nobody@village.example"),
        *("Juror 001", "juror.001@village.example", "olive@village.example", "A\0"),
        *(cast.clara.ref, cast.olive.ref, cast.oscar.ref, f"{cast.jurors[0].ref}X"),
    ):
        with work(cast.clara) as w, pytest.raises(Malformed) as refused:
            name_adviser(w, disputed, told)
        said.add(str(refused.value))
    assert len(said) == 1
    assert presently(work, disputed) is None


def test_who_is_named_in_vain_takes_nobodys_place(do, work, cast, disputed):
    do(cast.clara, name_adviser, disputed, cast.jurors[0].ref)
    with work(cast.clara) as w, pytest.raises(Malformed):
        name_adviser(w, disputed, "A-22222222")
    assert presently(work, disputed) == cast.jurors[0].account


def test_where_nobody_advises_nobody_is_removed(work, cast, disputed):
    with work(cast.clara) as w, pytest.raises(Conflict, match="Nobody advises you"):
        remove_adviser(w, disputed)


def test_the_page_tells_no_name_and_no_address(cast, as_, disputed):
    clara = as_("clara")
    page = clara.get(f"/claims/{disputed}").click("Name somebody who helps you")
    for told in ("juror.001@village.example", "nobody@village.example", cast.olive.ref):
        refused = page.form("Name them").fill(reference=told).send(status=422)
        assert "Nobody can be named by this" in refused.text
    page = page.form("Name them").fill(reference=cast.jurors[0].ref).send()
    assert cast.jurors[0].ref in page.text
    page = clara.get(f"/claims/{disputed}").click("Who helps you")
    assert "Juror 001" not in page.text, "the public log tells references: none leads to a name"
    helper = as_("juror.001")
    assert cast.jurors[0].ref in helper.get("/me").text
    assert "Claims in which you advise" in helper.get("/claims/").text
    helper.get(f"/claims/{disputed}", status=404)
    helper.get(f"/claims/{disputed}/statement")
    as_("juror.002").get(f"/claims/{disputed}/statement", status=404)
    page = page.press("They help me no longer")
    assert "reads your claim no more" in page.text
    helper.get(f"/claims/{disputed}/statement", status=404)
    assert "advise" not in helper.get("/claims/").text


def test_nobody_tries_references_one_after_the_other(cast, as_, disputed, clock, work):
    clara = as_("clara")
    form = clara.get(f"/claims/{disputed}/adviser").form("Name them")
    for _one in range(TRIES):
        form.fill(reference="A-22222222").send(status=422)
    page = form.fill(reference=cast.jurors[0].ref).send(status=429)
    assert "Too many tries" in page.text
    assert presently(work, disputed) is None
    as_("clara")  # who tried too often can still sign in
    clock.move(minutes=16)
    form.fill(reference=cast.jurors[0].ref).send()
    assert presently(work, disputed) == cast.jurors[0].account


@pytest.fixture
def barred(work):
    """Return why each account sits on no panel of a case."""

    def of(case_ref):
        with work(writing=False) as w:
            rows = w.session.scalars(sa.select(Exclusion).where(Exclusion.case_ref == case_ref))
            return {row.account_id: row.reason for row in rows}

    return of


def test_whoever_advised_once_is_on_no_panel_of_the_claim(do, work, cast, agreed, barred):
    first, second = cast.jurors[:2]
    for one in (first, second):  # another takes the place of the first
        do(cast.clara, name_adviser, agreed, one.ref)
    do(cast.clara, remove_adviser, agreed)
    assert presently(work, agreed) is None
    with work(first) as w:
        assert queries.advised(w.session, first.account) == []
        with pytest.raises(Missing):
            queries.claim_of_side(w.session, first.account, agreed)
    do(cast.olive, freeze, agreed)
    assert {barred(agreed)[one.account] for one in (first, second)} == {"took-part"}


def test_nor_of_the_appeal_when_it_ended_before_the_jury(do, work, cast, agreed, barred):
    adviser = cast.jurors[0]
    do(cast.clara, name_adviser, agreed, adviser.ref)
    do(cast.olive, freeze, agreed)
    do(cast.clara, remove_adviser, agreed)
    decide(work, agreed, "denied")
    do(cast.clara, appeal, agreed, CLAIMANT, "They misread the day.")
    again = do(cast.olive, open_appeal, agreed)
    assert barred(agreed)[adviser.account] == barred(again.ref)[adviser.account] == "took-part"


def test_nor_of_the_case_of_a_claim_that_was_taken_up_again(do, work, cast, agreed, facts, barred):
    adviser = cast.jurors[0]
    do(cast.clara, name_adviser, agreed, adviser.ref)
    do(cast.clara, remove_adviser, agreed)
    do(cast.olive, freeze, agreed)
    decide(work, agreed)
    do(cast.jurors[1], object_to_payment, agreed, "The ditch was dug in January.")
    with work(cast.orla) as w:
        [row] = queries.objections(w.session, queries.claim_by_ref(w.session, agreed))
        answer_objection(w, row.id, True, "There is such an order.")
    claim = do(cast.olive, send_for_review, agreed)
    do(cast.oscar, approve_summary, agreed, hide_all(facts), claim.revision)
    do(cast.clara, agree_to_text, agreed, claim.revision)
    assert barred(do(cast.olive, freeze, agreed).ref)[adviser.account] == "took-part"


def test_nobody_is_named_once_there_is_a_case_nor_one_who_sits_on_its_panel(do, work, cast, agreed):
    """A juror who then advised the claimant would be on both sides of the bench."""
    before, juror = cast.jurors[:2]
    do(cast.clara, name_adviser, agreed, before.ref)
    do(cast.olive, freeze, agreed)
    with work() as w:
        seat = {"case_ref": agreed, "ord": 7, "account_id": juror.account}
        w.session.add(Seat(**seat, number=1, state="accepted"))
    for one in (juror, before):
        with work(cast.clara) as w, pytest.raises(Conflict, match="before the jury"):
            name_adviser(w, agreed, one.ref)
    assert presently(work, agreed) == before.account
    do(cast.olive, take_back, agreed, "A day is wrong.")
    with work(cast.clara) as w, pytest.raises(Conflict, match="before the jury"):
        name_adviser(w, agreed, juror.ref)
    do(cast.clara, remove_adviser, agreed)


def test_the_same_member_is_named_again(do, work, cast, disputed):
    adviser = cast.jurors[0]
    for _one in range(2):
        do(cast.clara, name_adviser, disputed, adviser.ref)
        do(cast.clara, name_adviser, disputed, adviser.ref)  # who is named already stays so
        assert presently(work, disputed) == adviser.account
        do(cast.clara, remove_adviser, disputed)
    with work(writing=False) as w:
        rows = list(w.session.scalars(sa.select(AdviserRow).order_by(AdviserRow.named_at)))
        assert [row.removed_by for row in rows] == [cast.clara.account] * 2
        assert all(row.removed_at == w.now for row in rows)


def test_nobody_chooses_their_judges_by_naming_one_member_after_the_other(do, work, cast, disputed):
    others = [cast.edith, cast.aaron, cast.agnes, *cast.jurors]
    with work() as w:
        others.append(actor_of(w.session, person(w, "Sixth")))
    for one in others[:MOST_ADVISERS]:
        do(cast.clara, name_adviser, disputed, one.ref)
    for last in (others[MOST_ADVISERS].ref, "A-22222222"):
        with work(cast.clara) as w, pytest.raises(Conflict, match="5 members"):
            name_adviser(w, disputed, last)
    do(cast.clara, name_adviser, disputed, others[0].ref)
    assert presently(work, disputed) == others[0].account


def test_whoever_advised_and_became_an_officer_reads_the_claim_no_more(do, work, cast, disputed):
    adviser = cast.jurors[0]
    do(cast.clara, name_adviser, disputed, adviser.ref)
    do(cast.clara, remove_adviser, disputed)
    with work() as w:
        grant_role(w, adviser.account, Role.OFFICER)
    with work(writing=False) as w:
        with pytest.raises(Missing):
            queries.claim_for_officer(w.session, adviser.account, disputed)
    assert on_desk(work, adviser) == []


def test_of_three_named_at_once_one_advises(work, cast, disputed, at_once):
    three = (*cast.jurors, cast.edith)
    assert at_once(*((cast.clara, name_adviser, disputed, one.ref) for one in three)) == [None] * 3
    with work(writing=False) as w:
        rows = list(w.session.scalars(sa.select(AdviserRow)))
    assert len(rows) == 3
    assert [row.removed_at for row in rows].count(None) == 1
