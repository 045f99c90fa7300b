"""What officers see waiting: never hidden by what is over, and by number, not as text."""

from claims import queries
from claims.actions import file_claim, send_back
from claims.claim import Facts
from claims.life import State
from claims.models import OPEN, Claim, Objection
from kernel.db import new_id
from members.models import Account
from tests.claims.filed import FILED


def put(session, claimant, ref, state=State.FROZEN):
    one = Claim(ref=ref, claimant_id=claimant, state=state)
    one.facts = Facts(title="")
    session.add(one)
    session.flush()
    return one


def object_to(session, claim, by, at):
    session.add(
        Objection(
            id=new_id(),
            claim_id=claim.id,
            by=by,
            against=at,
            evidence="I know.",
            at=at,
            state=OPEN,
            answer="",
        )
    )


def rows(work, who, **how):
    with work(writing=False) as w:
        return queries.desk_rows(w.session, who.account, **how)


def test_claims_stand_by_year_and_number_the_latest_first(work, cast):
    refs = ["C-2027-0001", "C-2026-10000", "C-2026-9999", "C-2026-0002", "C-2025-10001"]
    with work() as w:
        for ref in sorted(refs):
            put(w.session, cast.clara.account, ref)
    assert [row.ref for row in rows(work, cast.olive)] == refs
    with work(writing=False) as w:
        assert [one.ref for one in queries.my_claims(w.session, cast.clara.account)] == refs


def test_what_is_over_hides_nothing_that_waits(work, cast):
    with work() as w:
        put(w.session, cast.clara.account, "C-2026-0001", State.IN_REVIEW)
        for number in range(2, 6):
            put(w.session, cast.clara.account, f"C-2026-000{number}", State.ACCEPTED)
    shown = rows(work, cast.olive, limit=3)
    assert [(one.ref[-1], one.among) for one in shown] == [("5", 4), ("4", 4), ("3", 4), ("1", 1)]


def test_an_objection_is_on_the_desk_however_old_its_claim_is(app, as_, work, cast):
    with work() as w:
        old = put(w.session, cast.clara.account, "C-2025-0001", State.ACCEPTED)
        object_to(w.session, old, cast.jurors[1].account, w.now)
        for number in range(1, 204):
            put(w.session, cast.clara.account, f"C-2026-{number:04}", State.ACCEPTED)
    assert "C-2025-0001" in as_("olive").get("/desk/").text
    page = as_("olive").get("/claims/desk/")
    assert "(204)" in page.text
    assert "The latest 200 of them are shown." in page.text


def test_what_an_officer_may_not_handle_does_not_wait_for_them(work, cast):
    with work() as w:
        claim = put(w.session, cast.clara.account, "C-2026-0001", State.ACCEPTED)
        object_to(w.session, claim, cast.jurors[1].account, w.now)
        w.session.get_one(Account, cast.olive.account).household = "Mill Lane 3"
        w.session.get_one(Account, cast.clara.account).household = "Mill Lane 3"
    with work(writing=False) as w:
        assert queries.after_waiting(w.session, cast.oscar.account) == ["C-2026-0001"]
        assert queries.after_waiting(w.session, cast.olive.account) == []


def test_the_desk_says_how_many_claims_officers_asked_more_of_and_not_which(
    do, work, cast, as_, handed_in
):
    do(cast.clara, file_claim, FILED)  # a draft is nobody's but hers
    olive = as_("olive")
    assert "asked for more" not in olive.get("/claims/desk/").text
    do(cast.oscar, send_back, handed_in, "The bill is missing.")
    page = olive.get("/claims/desk/")
    assert "One claim is with its claimant because an officer asked for more." in page.text
    assert handed_in not in page.text
    with work() as w:
        for one in (cast.olive, cast.clara):
            w.session.get_one(Account, one.account).household = "Mill Lane 3"
    assert "asked for more" not in olive.get("/claims/desk/").text
