"""The claimant is told what the jury decided, what comes next, and what they need not do."""

from datetime import timedelta

import pytest

from claims.actions import answer_objection, appeal, open_appeal
from claims.desk import waiting
from claims.settlement import APPEAL_TIME
from claims.timetable import Side
from jury.models import Verdict
from tests.claims.settling import decide, object_to

WON = "The jury upheld your claim: 100,000 yuan are to be paid"
LOST = "The jury did not uphold your claim"


def pages(clara, ref):
    """Return what stands on the front page, the list and the claim, one after another."""
    return [clara.get(where).text for where in ("/", "/claims/", f"/claims/{ref}")]


def everywhere(clara, ref, words):
    return all(words in text for text in pages(clara, ref))


def test_who_won_reads_that_they_won_and_need_not_do_anything(as_, upheld):
    clara = as_("clara")
    assert everywhere(clara, upheld, WON)
    assert everywhere(clara, upheld, "You need not do anything.")
    page = clara.get(f"/claims/{upheld}")
    assert "The way to a court" not in page.text.partition("What it came to")[0]
    assert f"/verdicts/{upheld}" in page.links.values()


def test_who_lost_reads_until_when_they_may_appeal(work, as_, frozen):
    decide(work, frozen, "denied")
    clara = as_("clara")
    assert everywhere(clara, frozen, LOST)
    assert everywhere(clara, frozen, "You can appeal to another panel until 3 December 2026")
    assert "The way to a court stays open" in clara.get(f"/claims/{frozen}").text


def test_where_jurors_came_to_nothing_it_is_said_what_stands(work, as_, frozen):
    decide(work, frozen, "hung", holds="preliminary decision")
    assert everywhere(as_("clara"), frozen, "The jurors came to no decision")
    assert everywhere(as_("clara"), frozen, "nothing is paid")


def test_another_panel_is_told_of(work, as_, frozen):
    decide(work, frozen, "hung", holds="new panel")
    assert everywhere(as_("clara"), frozen, "and other jurors will decide")


@pytest.fixture
def appealed(do, cast, upheld):
    do(cast.olive, appeal, upheld, Side.RESPONDENT, "They misread the day.")
    return upheld


def test_who_won_is_told_that_the_plan_appealed(as_, appealed):
    clara = as_("clara")
    assert everywhere(clara, appealed, "The plan has appealed. Other jurors will decide")
    assert everywhere(clara, appealed, "You need not do anything.")


def test_while_the_appeal_is_judged_it_is_called_one(work, do, cast, as_, appealed):
    opened = do(cast.olive, open_appeal, appealed)
    clara = as_("clara")
    assert everywhere(clara, appealed, "The plan has appealed. Other jurors will decide")
    assert everywhere(clara, appealed, "Your case is ready for the jury.")
    page = clara.get(f"/claims/{appealed}")
    assert page.links["Read the first verdict"] == f"/verdicts/{appealed}"
    decide(work, opened.ref, "denied")
    assert everywhere(clara, appealed, LOST)
    assert everywhere(clara, appealed, "This was the appeal: there is none after it.")
    assert "You can appeal" not in clara.get(f"/claims/{appealed}").text


def test_who_appealed_reads_that_they_did(work, do, cast, as_, frozen):
    decide(work, frozen, "denied")
    do(cast.clara, appeal, frozen, Side.CLAIMANT, "They misread the day.")
    assert everywhere(as_("clara"), frozen, "You have appealed. Other jurors will decide")


def test_an_objection_is_told_of_until_it_is_answered(work, cast, as_, upheld):
    found = object_to(work, cast.edith, upheld)
    clara = as_("clara")
    assert everywhere(clara, upheld, "A member has objected to the payment.")
    with work(cast.orla) as w:
        answer_objection(w, found, False, "It was looked into.")
    assert not everywhere(clara, upheld, "A member has objected to the payment.")


def test_what_is_over_is_no_news(work, clock, as_, frozen):
    decide(work, frozen, "denied")
    clock.now += APPEAL_TIME + timedelta(days=1)
    assert LOST not in as_("clara").get("/").text


def test_no_mail_tells_how_it_went(app, work, cast, frozen):
    def mailed():
        """Return all that a digest takes from the desk."""
        with app.test_request_context(), work(cast.clara) as w:
            found = waiting(w.session, cast.clara, w.now)
            return [(one.title, one.url, one.ref, one.until, one.count) for one in found]

    decide(work, frozen, "denied")
    lost = mailed()
    with work() as w:
        w.session.get_one(Verdict, frozen).outcome = "upheld"
    assert mailed() == lost
    assert "a side may appeal" in lost[0][0]
