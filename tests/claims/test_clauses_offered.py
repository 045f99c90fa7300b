"""The clauses that officers choose from: what was cited is ticked, and nothing typed is lost."""

import pytest

from claims.actions import close_exchange, decide_claim, dispute_decision
from claims.queries import claim_by_ref
from kernel.actor import SYSTEM
from tests.claims.filed import REFUSED


@pytest.fixture
def prepared(do, work, cast, handed_in, clock) -> str:
    """The ref of a claim whose claimant cites a clause against the plan; nobody has prepared it."""
    do(cast.olive, decide_claim, handed_in, REFUSED, 2)
    do(cast.clara, dispute_decision, handed_in, "Clause 5.3 is for me: no paper can be had.")
    clock.move(days=13)
    with work(SYSTEM) as w:
        close_exchange(w, handed_in)
    return handed_in


def offered(page):
    """The clauses in the order in which the page offers them."""
    return page.form("Save").choices("clauses")


def test_what_was_cited_stands_first_and_is_ticked_and_the_page_says_why(cast, as_, prepared):
    page = as_("oscar").get(f"/claims/{prepared}/edit")
    assert page.form("Save").values["clauses"] == ["accident-exempt", "impossible-evidence"]
    told = page.text.partition("Clauses in dispute")[2]
    for words in (
        *("What is cited is ticked for you, and not saved yet", "cited in the plan's decision"),
        *("5.3 Evidence that cannot be had cited by the claimant against it", "All other clauses"),
        "Age on that day: 6 years",
    ):
        assert words in told
    order = offered(page)
    assert order[:5] == [
        *("accident-exempt", "impossible-evidence", "counting-days", "age-bands", "age-date")
    ]
    assert len(order) == len(set(order)) > 40, "none is left out"


def test_an_officer_who_unticked_one_is_not_asked_again(work, cast, as_, prepared):
    oscar = as_("oscar")
    form = oscar.get(f"/claims/{prepared}/edit").form("Save")
    page = form.fill(clauses=["accident-exempt"]).send()
    page = page.form("Save").fill(summary="It is neutral.").send()
    assert page.form("Save").values["clauses"] == ["accident-exempt"]
    assert "ticked for you" not in page.text
    assert "cited by the claimant against it" in page.text
    with work(writing=False) as w:
        assert claim_by_ref(w.session, prepared).clauses == ["accident-exempt"]


def test_words_are_looked_for_and_nothing_that_was_typed_is_lost(work, cast, as_, prepared):
    page = as_("oscar").get(f"/claims/{prepared}/edit")
    form = page.form("Save").fill(summary="Half of it", words="NEEDS no answer")
    page = form.fill(clauses=["sympathy"]).send("Look for them")
    assert page.form("Save").values["summary"] == ["Half of it"]
    assert page.form("Save").values["clauses"] == ["sympathy"]
    assert "One of these clauses has them." in page.text
    assert "health-disclosure" in offered(page)
    assert "share" not in offered(page)
    with work(writing=False) as w:
        assert claim_by_ref(w.session, prepared).summary == ""
    page = page.form("Save").send()
    assert "Saved." in page.client.page.html
    assert page.form("Save").values["words"] == ["NEEDS no answer"]
    assert "share" in offered(page.client.get(f"/claims/{prepared}/edit"))


def test_words_that_no_clause_has_hide_none_that_is_ticked(cast, as_, prepared):
    page = as_("oscar").get(f"/claims/{prepared}/edit?words=unicorn")
    assert "0 of these clauses have them." in page.text
    assert "impossible-evidence" in page.form("Save").values["clauses"]


def test_nobody_decides_by_looking_for_words(cast, as_, handed_in):
    """Enter in the field presses the first button of the form, which decides."""
    olive = as_("olive")
    form = olive.get(f"/claims/{handed_in}/investigation").form("Decide")
    form.fill(title="A fall", decision="refuse", reason="It was before.", cost="2750")
    page = form.fill(clauses=["accident-exempt"], words="stay").send("Decide")
    form = page.form("Decide")
    assert form.values["reason"] == ["It was before."]
    assert "Nothing is saved or decided by looking." in page.text
    assert "none yet" in form.send("Decide").text, "what was looked for asks no more"


def test_words_are_looked_for_before_there_is_a_claim(cast, as_):
    page = as_("olive").get("/claims/new")
    page = page.form("Save").fill(title="A fall", words="two periods").send("Look for them")
    assert offered(page) == ["deductions"]
    assert page.form("Save").values["title"] == ["A fall"]
