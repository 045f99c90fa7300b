"""Days that may be a slip are asked about, and hinder nobody; how a day before joining is read."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from claims.claim import Facts
from claims.datelines import date_lines
from claims.dates import KnownDates
from claims.filing import doubts_on

JOINED = date(2025, 3, 1)


def known(days, **more):
    day = JOINED + timedelta(days=days)
    born = date(2019, 5, 4)
    return KnownDates(joined=JOINED, born=born, event=day, diagnosed=day, **more)


@pytest.mark.parametrize(
    ("dates", "fields"),
    [
        (known(1, accident=True), []),
        (known(0), []),
        (known(-1, accident=True), ["event"]),
        (known(-1), ["diagnosed"]),
        (replace(known(5), born=JOINED + timedelta(days=1)), ["joined"]),
        (KnownDates(), []),
    ],
)
def test_a_day_before_joining_and_a_birth_after_it_are_asked_about(dates, fields):
    assert [one.field for one in doubts_on(dates)] == fields


def test_it_is_asked_on_the_page_and_hinders_nobody(as_, cast, filed):
    page = as_("clara").get(f"/claims/{filed}/filing")
    assert "Look at this once more" not in page.text
    page = page.form("Save and hand it in").fill(event="2025-02-28").send("Save")
    assert "This day lies before joining" in page.text
    page = page.press("Save and hand it in")
    assert "This day lies before joining" in page.text
    assert "An officer looks into your claim" in page.press("Hand it in").text


@pytest.mark.parametrize("relative", [True, False])
def test_a_day_before_joining_is_read_as_one(relative):
    facts = Facts(title="T", dates=known(-1, relative=relative), clauses=())
    told = " ".join(line.value for line in date_lines(facts.dates, (), {}))
    assert "day 1 before joining" in told
    assert "day -1" not in told
