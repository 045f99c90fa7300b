"""A page that asks whether to withdraw says what is so at that stage, and nothing besides."""

from claims.actions import appeal, open_appeal, send_back
from claims.timetable import Side
from jury.models import JuryCase
from tests.claims.settling import draw

BALLOTS = "Ballots that were cast stay sealed"
STANDS = "The plan's preliminary decision stands."
PUBLIC = "The verdict that is public stays public"


def given_up(clara, ref):
    """Withdraw a claim; return what was said before, and after."""
    page = clara.get(f"/claims/{ref}/withdrawal")
    return page.text, page.press("Yes, withdraw it").text


def test_of_what_was_sent_back_there_is_neither_ballot_nor_decision(do, cast, as_, handed_in):
    do(cast.olive, send_back, handed_in, "A paper is missing.")
    before, after = given_up(as_("clara"), handed_in)
    assert "Nothing was decided on it, so nothing is paid." in before
    assert not any(word in before for word in (BALLOTS, STANDS, PUBLIC, "public log"))
    assert "No jury decides on it. You need not do anything." in after
    assert "box stays shut" not in after


def test_before_the_jury_the_decision_of_the_plan_stands(as_, agreed):
    before, after = given_up(as_("clara"), agreed)
    assert STANDS in before
    assert "No jury will decide on it." in before
    assert BALLOTS not in before
    assert "box stays shut" not in after


def test_before_a_draw_there_are_no_ballots(as_, frozen):
    before, after = given_up(as_("clara"), frozen)
    assert BALLOTS not in before
    assert "box stays shut" not in after


def test_while_they_vote_the_box_stays_shut(work, as_, frozen):
    draw(work, frozen)
    with work() as w:
        case = w.session.get_one(JuryCase, frozen)
        case.opens_at, case.closes_at, case.stage = w.now, w.now.replace(year=2027), "open"
    before, after = given_up(as_("clara"), frozen)
    assert BALLOTS in before
    assert "The box stays shut for good." in after


def test_a_verdict_that_is_public_stays_so(do, cast, as_, upheld):
    do(cast.olive, appeal, upheld, Side.RESPONDENT, "They misread the day.")
    do(cast.olive, open_appeal, upheld)
    before, after = given_up(as_("clara"), upheld)
    assert PUBLIC in before
    assert "Nothing is paid by it." in before
    assert BALLOTS not in before
    assert "A verdict that was public stays so" in after
    assert "nothing was shown" not in after
