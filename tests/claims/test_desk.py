"""What officers see waiting: never hidden by a limit or by what is over, in as many queries for
many claims as for one."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from claims import queries
from claims.actions import (
    accept_decision,
    add_paper,
    decide_claim,
    dispute_decision,
    enter_claim,
    file_claim,
    freeze,
    hand_in_claim,
    send_back,
)
from claims.agenda import Next, tasks
from claims.claim import Facts
from claims.desk import where
from claims.life import State
from claims.models import OPEN, Claim, Objection
from claims.papers import Paper
from claims.queries import over_rows
from claims.standards import USUAL
from claims.uploads import judge
from claims.views import officer
from claims.wording.desk import RULES, called, left
from kernel.db import new_id
from members.models import Account
from tests.claims.desks import on_desk, to_do
from tests.claims.filed import FILED, REFUSED
from tests.claims.making import png
from tests.claims.settling import decide
from tests.claims.test_agenda import NOW, TABLE


def put(session, claimant, ref, state=State.FROZEN):
    one = Claim(ref=ref, claimant_id=claimant, state=state)
    one.facts = Facts(title="", standard=USUAL)
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


def test_what_is_over_stands_by_year_and_number_the_latest_first(work, cast):
    refs = ["C-2027-0001", "C-2026-10000", "C-2026-9999", "C-2026-0002", "C-2025-10001"]
    with work() as w:
        for ref in sorted(refs):
            put(w.session, cast.clara.account, ref)
    assert on_desk(work, cast.olive) == refs
    with work(writing=False) as w:
        assert [one.ref for one in queries.my_claims(w.session, cast.clara.account)] == refs
        found, count = over_rows(w.session, cast.olive.account, w.now, limit=2)
        assert ([one.ref for one in found], count) == (refs[:2], 5)


def test_an_objection_is_on_the_desk_however_old_its_claim_is(app, as_, work, cast):
    with work() as w:
        old = put(w.session, cast.clara.account, "C-2025-0001", State.ACCEPTED)
        object_to(w.session, old, cast.jurors[1].account, w.now)
        for number in range(1, 204):
            put(w.session, cast.clara.account, f"C-2026-{number:04}", State.ACCEPTED)
    assert "C-2025-0001" in as_("olive").get("/desk/").text
    page = as_("olive").get("/claims/desk/")
    assert page.text.index("For you to do (1)") < page.text.index("Answer an objection C-2025-0001")
    assert "Over (203)" in page.text
    assert "The latest 50 of them are shown." in page.text


def test_a_limit_leaves_out_none_that_presses_and_says_how_many_there_are(
    monkeypatch, as_, work, cast
):
    monkeypatch.setattr(officer, "MOST_SHOWN", 2)
    with work() as w:
        for number in range(1, 6):
            put(w.session, cast.clara.account, f"C-2026-000{number}", State.IN_REVIEW)
        for number in range(6, 10):
            claim = put(w.session, cast.clara.account, f"C-2026-000{number}", State.ACCEPTED)
            object_to(w.session, claim, cast.jurors[1].account, w.now)
    olive = as_("olive")
    page = olive.get("/claims/desk/")
    assert "For you to do (9). 4 of them are shown, and each that presses." in page.text
    assert page.html.count("Answer an objection") == 4
    assert page.html.count(">Review<") == 0
    assert page.click("Show all").html.count(">Review<") == 5
    listed = olive.get("/desk/")
    assert listed.html.count("Objections and appeals") == 4, "a line of its own for each"
    assert "C-2026-0001, C-2026-0002" in listed.text


def test_what_an_officer_may_not_handle_does_not_wait_for_them(work, cast):
    with work() as w:
        claim = put(w.session, cast.clara.account, "C-2026-0001", State.ACCEPTED)
        object_to(w.session, claim, cast.jurors[1].account, w.now)
        w.session.get_one(Account, cast.olive.account).household = "Mill Lane 3"
        w.session.get_one(Account, cast.clara.account).household = "Mill Lane 3"
    assert to_do(work, cast.oscar) == [("C-2026-0001", "objection")]
    assert on_desk(work, cast.olive) == []


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


def test_the_list_says_since_when_a_claim_waits_until_when_and_what_is_there(
    do, cast, as_, filed, clock
):
    do(cast.clara, add_paper, filed, Paper.ACCIDENT, judge(png(), "a.png"))
    do(cast.clara, add_paper, filed, Paper.OTHER, judge(png(), "b.png"))
    do(cast.clara, hand_in_claim, filed)
    clock.move(days=4)
    told = as_("olive").get("/claims/desk/").text
    for words in (
        "Look into it",
        "none runs",
        "23 November 2026",
        "4 days ago",
        "1 of 7",
        "2 files",
    ):
        assert words in told
    do(cast.olive, decide_claim, filed, REFUSED, 2)
    told = as_("olive").get("/claims/desk/").text
    assert "There is nothing for you to do." in told
    for words in (
        "Waiting for others (1)",
        "15 days left",
        "12 December 2026",
        "15 days to answer",
    ):
        assert words in told
    do(cast.clara, dispute_decision, filed, "It was not so.")
    clock.move(days=9)
    page = as_("olive").get("/claims/desk/")
    for words in ("Write the plan's statement", "one day left", "10 days for a statement"):
        assert words in page.text
    assert page.links["5.5 How a jury is called"] == "/rules/clauses/dispute"


def test_after_the_decision_is_offered_once_there_is_one(do, work, cast, as_, agreed, clock):
    olive = as_("olive")
    do(cast.olive, freeze, agreed)
    assert "After the decision" not in olive.get("/claims/desk/").text
    decide(work, agreed)
    page = olive.get("/claims/desk/")
    assert "After the decision: members may object" in page.text
    assert page.click("After the decision").path == f"/claims/{agreed}/after"
    clock.move(days=10)
    page = as_("olive").get("/claims/desk/")
    assert "After the decision" not in page.text
    assert page.click("What it came to").path == f"/claims/{agreed}/after"


def test_what_was_accepted_and_pays_nothing_is_over(do, work, cast, decided, clock):
    do(cast.clara, accept_decision, decided)
    with work(writing=False) as w:
        [row] = queries.desk_rows(w.session, cast.olive.account, w.now)
        assert [one.next.value for one in row.tasks] == ["over"], "nothing is paid"
    clock.move(days=4)
    with work(writing=False) as w:
        assert queries.desk_rows(w.session, cast.olive.account, w.now) == []
        assert over_rows(w.session, cast.olive.account, w.now)[1] == 1


@pytest.fixture
def queries_of(work, cast):
    """Return how many queries an officer's list takes."""

    def count():
        with work(writing=False) as w:
            asked = []
            connection = w.session.connection()
            sa.event.listen(connection, "before_cursor_execute", lambda *_: asked.append(1))
            found = queries.desk_rows(w.session, cast.olive.account, w.now)
            over_rows(w.session, cast.olive.account, w.now)
            return len(found), len(asked)

    return count


def test_as_many_queries_for_many_claims_as_for_one_of_each_kind(
    do, work, cast, facts, queries_of, agreed
):
    def one_more_of_each_kind():
        for answered in (None, dispute_decision, accept_decision):
            ref = do(cast.clara, file_claim, FILED).ref
            do(cast.clara, hand_in_claim, ref)
            do(cast.olive, decide_claim, ref, REFUSED, 2)
            if answered is not None:
                do(cast.clara, answered, ref, *(["No."] if answered is dispute_decision else []))
        do(cast.olive, enter_claim, "henry@village.example", facts)

    do(cast.olive, freeze, agreed)
    decide(work, agreed)
    one_more_of_each_kind()
    few, for_few = queries_of()
    for _turn in range(3):
        one_more_of_each_kind()
    many, for_many = queries_of()
    assert many > few + 8
    assert for_many == for_few
    assert for_few < 40


def test_whatever_comes_next_has_words_and_a_page(app):
    with app.test_request_context():
        for known, _found in TABLE:
            for task in tasks(known, NOW):
                if task.next is not Next.OVER:
                    assert called(task, known.bench)
                assert where("C-2026-0001", task.next, "C-2026-0001-2").startswith(("/c", "/j"))
                assert task.deadline is None or RULES[task.deadline.rule]
        said = [left(NOW + hours * timedelta(hours=1), NOW) for hours in (49, 47, 2, 0.5, 0)]
    assert said == [
        *("2 days left", "one day left", "2 hours left", "less than an hour left"),
        "the time is over",
    ]
