"""A claim that an officer gives back: the reason is not lost, and nothing else on the page is."""

from claims.actions import decide_claim, freeze, return_for_changes, send_for_review
from tests.claims.filed import REFUSED
from tests.claims.test_pages import hide

KEPT = "What you typed stands here for you to keep."


def test_a_reason_to_return_what_was_frozen_meanwhile_is_not_lost(cast, as_, agreed, do):
    returning = as_("oscar").get(f"/claims/{agreed}/review").form("Return it")
    do(cast.olive, freeze, agreed)
    page = returning.fill(why="A name is left.").send(status=409)
    assert "can be returned" in page.html
    assert KEPT in page.text
    assert "A name is left." in page.text


def test_a_reason_to_send_back_what_was_decided_meanwhile_is_not_lost(cast, as_, handed_in, do):
    sending = as_("oscar").get(f"/claims/{handed_in}/investigation").form("Send it back")
    do(cast.olive, decide_claim, handed_in, REFUSED, 2)
    page = sending.fill(why="The invoice is missing.").send(status=409)
    assert "not being investigated" in page.html
    assert KEPT in page.text
    assert "The invoice is missing." in page.text


def test_a_claim_can_be_approved_from_the_page_that_asked_for_a_reason(cast, as_, in_review):
    page = as_("oscar").get(f"/claims/{in_review}/review").form("Return it").send(status=422)
    assert KEPT not in page.text
    assert "Approved." in hide(page.form("Approve the summary")).send().text


def test_a_claim_can_be_decided_from_the_page_that_asked_for_a_reason(as_, handed_in):
    page = as_("oscar").get(f"/claims/{handed_in}/investigation")
    fresh = page.form("Decide").values
    page = page.form("Send it back").send(status=422)
    form = page.form("Decide")
    assert form.values == fresh | {"csrf_token": form.values["csrf_token"]}
    form.fill(title="A fall", decision="refuse", clauses=["accident-exempt"], reason="So it was.")
    assert "Decided." in form.fill(cost="2750").send().html


def test_a_text_that_changed_under_a_review_is_read_and_approved_from_that_page(
    cast, as_, in_review, do
):
    review = hide(as_("oscar").get(f"/claims/{in_review}/review").form("Approve the summary"))
    do(cast.oscar, return_for_changes, in_review, "Name the day.")
    do(cast.olive, send_for_review, in_review)
    page = review.send(status=409)
    assert "Read it again." in page.html
    assert "Approved." in page.form("Approve the summary").send().text
