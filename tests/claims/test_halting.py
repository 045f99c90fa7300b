"""A file that jurors read already is taken back, changed, agreed to, and goes to them again."""

from dataclasses import replace

import pytest

from claims import queries
from claims.actions import (
    agree_to_text,
    approve_summary,
    freeze,
    let_go_on,
    reopen_file,
    send_for_review,
    update_claim,
    withdraw,
)
from claims.handover import hide_all
from claims.life import State
from jury.models import JuryCase, Seat
from jury.queries import halt_of
from kernel.errors import Conflict, Malformed


@pytest.fixture
def frozen(work, cast, agreed) -> str:
    with work(cast.olive) as w:
        freeze(w, agreed)
    with work() as w:
        case = w.session.get_one(JuryCase, agreed)
        case.stage = "drawn"
        seat = {"case_ref": agreed, "ord": 7, "account_id": cast.jurors[0].account}
        w.session.add(Seat(**seat, number=1, state="accepted"))
    return agreed


def test_the_same_jurors_read_the_changed_text(work, cast, frozen, do):
    with work(writing=False) as w:
        before = w.session.get_one(JuryCase, frozen).file_digest
    with work(cast.olive) as w, pytest.raises(Malformed):
        reopen_file(w, frozen, " ")
    claim = do(cast.olive, reopen_file, frozen, "A certificate came.")
    assert claim.state == State.PREPARED
    with work(cast.olive) as w, pytest.raises(Conflict, match="being changed"):
        let_go_on(w, frozen)
    told = replace(claim.facts, summary="The same, and a certificate that came later.")
    claim = do(cast.olive, update_claim, frozen, told, claim.revision)
    do(cast.olive, send_for_review, frozen)
    do(cast.oscar, approve_summary, frozen, hide_all(told), claim.revision)
    do(cast.clara, agree_to_text, frozen, claim.revision)
    case = do(cast.olive, freeze, frozen)
    assert (case.ref, case.stage) == (frozen, "drawn")
    assert case.file_digest != before
    with work(writing=False) as w:
        assert halt_of(w.session, frozen) is None
        assert queries.claim_by_ref(w.session, frozen).state == State.FROZEN


def test_a_claimant_withdraws_while_it_is_changed(work, cast, frozen, do):
    do(cast.olive, reopen_file, frozen, "A certificate came.")
    assert do(cast.clara, withdraw, frozen).state == State.WITHDRAWN
    with work(writing=False) as w:
        assert w.session.get_one(JuryCase, frozen).stage == "withdrawn"


def test_a_juror_finds_private_data_and_officers_are_told(cast, as_, frozen):
    juror, olive = as_("juror.001"), as_("olive")
    page = juror.get(f"/jury/cases/{frozen}").click("This shows private data")
    page.form("Tell the officers").send(status=422)
    page = page.form("Tell the officers").fill(told="In the summary, a street.").send()
    assert "halted while an officer looks" in page.text
    assert "ditch" not in juror.get(f"/jury/cases/{frozen}").text.replace("drainage ditch", "")
    page = olive.get("/desk/").click("A juror found private data in a file")
    assert "In the summary, a street." in page.text
    page = page.press("Let it go on as it is")
    assert "Jurors read it as it was frozen." in page.text
    page.form("Take it back").send(status=422)
    page = page.form("Take it back").fill(why="There is a street in it.").send()
    assert page.path == f"/claims/{frozen}/edit"
    assert "halted" in juror.get(f"/jury/cases/{frozen}").text
    as_("clara").get(f"/claims/{frozen}/file", status=403)


def test_a_file_that_is_frozen_again_keeps_its_standard(work, cast, as_, frozen, do):
    olive = as_("olive")
    assert (
        "Until the poll closes it can be taken back" in olive.get(f"/claims/{frozen}/freezing").text
    )
    claim = do(cast.olive, reopen_file, frozen, "A certificate came.")
    do(cast.olive, send_for_review, frozen)
    do(cast.oscar, approve_summary, frozen, hide_all(claim.facts), claim.revision)
    do(cast.clara, agree_to_text, frozen, claim.revision)
    page = olive.get(f"/claims/{frozen}/freezing")
    assert "before the same jurors" in page.text
    page = page.form("Freeze the file")
    assert "standard" not in page.values
    assert "The case goes on, before the same jurors." in page.send().text
