"""A claimant names a member who helps, by what that member told them, until they end it."""

import pytest

from claims import queries
from claims.actions import (
    agree_to_text,
    name_adviser,
    remove_adviser,
    save_statement,
    withdraw,
)
from claims.timetable import Round, Side
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Malformed, Missing
from members.actions import TRIES
from members.queries import account_by_email

STATEMENT, CLAIMANT = Round.STATEMENT, Side.CLAIMANT


def presently(work, ref):
    """Return the account of whoever advises now."""
    with work(writing=False) as w:
        return queries.adviser_of(w.session, queries.claim_by_ref(w.session, ref))


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
    with work(SYSTEM, writing=False) as w:
        assert account_by_email(w.session, "clara@village.example")
    as_("clara")  # who tried too often can still sign in
    clock.move(minutes=16)
    form.fill(reference=cast.jurors[0].ref).send()
    assert presently(work, disputed) == cast.jurors[0].account
