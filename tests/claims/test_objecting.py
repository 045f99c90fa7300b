"""Whoever thinks of objecting reads until when, against what, and that nobody is shown who they
are."""

import pytest

from claims.actions import appeal, object_to_payment
from claims.timetable import Side
from kernel.errors import Conflict
from tests.claims.settling import KNOWS, object_to


def test_the_page_of_a_payment_says_until_when_and_why(as_, upheld):
    page = as_("henry").get(f"/claims/payments/{upheld}")
    assert "26 November 2026" in page.text.partition("You can object until")[2]
    assert page.links["Read the verdict"] == f"/verdicts/{upheld}"
    assert "You need not say who you are" in page.text


def test_a_second_objection_is_told_so_however_short(work, cast, upheld):
    object_to(work, cast.edith, upheld)
    for said in ("No.", KNOWS):
        with work(cast.edith) as w, pytest.raises(Conflict, match="objected to this payment"):
            object_to_payment(w, upheld, said)


def test_desk_and_page_say_the_same_of_where_a_claim_stands(do, cast, as_, upheld):
    olive = as_("olive")
    do(cast.olive, appeal, upheld, Side.RESPONDENT, "They misread the day.")
    for where in ("/claims/desk/", f"/claims/{upheld}/after"):
        text = olive.get(where).text
        assert "decided by a jury" in text
        assert "before the jury" not in text.partition("After the decision:")[0]
