"""The officers' pages: nothing is chosen for them, all that is wrong is said at once."""

import re
from dataclasses import replace

import pytest

from claims.actions import enter_claim
from claims.claim import Facts
from members.actions import TRIES
from tests.markup import elements, text_of


def test_before_it_is_frozen_the_page_says_what_that_does(cast, as_, agreed):
    told = as_("olive").get(f"/claims/{agreed}/freezing").text
    for words in ("What happens then", "Who sees what", "Can it be undone? Not unseen."):
        assert words in told


def test_only_what_can_be_left_out_is_called_optional(cast, as_, entered, handed_in):
    def optional(page):
        return re.findall(r'<label for="(\w+)">[^<]*<span class="optional">', page.html)

    olive = as_("olive")
    assert optional(olive.get(f"/claims/{entered}/edit")) == [
        *("content_warning", "tiers", "born", "medication_days", "stay_days")
    ]
    assert optional(olive.get(f"/claims/{handed_in}/investigation")) == []


def test_a_decision_on_an_older_claim_can_be_sent_again(cast, as_, handed_in):
    form = as_("olive").get(f"/claims/{handed_in}/investigation").form("Decide")
    assert form.values["revision"] == ["2"]
    form = form.fill(
        title="A fall", decision="refuse", reason="It was before.", cost="2750", revision="1"
    ).fill(clauses=["accident-exempt"])
    page = form.send(status=409)
    assert page.form("Decide").values["reason"] == ["It was before."]
    assert "none yet" in page.form("Decide").send().text


def test_a_new_quiz_question_has_no_right_option_yet(work, cast, as_, facts):
    with work(cast.olive) as w:
        ref = enter_claim(w, "clara@village.example", replace(facts, quiz=())).ref
    form = as_("olive").get(f"/claims/{ref}/edit").form("Save")
    assert not form.values["quiz_1_key"]
    page = form.fill(quiz_1_stem="Why?", quiz_1_option_1="a", quiz_1_option_2="b").send()
    assert "no right option is marked" in page.text
    assert "Why?" not in page.client.get(f"/claims/{ref}/freezing").text
    page = page.client.get(f"/claims/{ref}/edit").form("Save").fill(quiz_1_key="2").send()
    assert "no right option is marked" not in page.text
    assert page.form("Save").values["quiz_1_key"] == ["2"]


def test_the_first_answer_names_all_that_is_wrong(cast, as_):
    form = as_("olive").get("/claims/new").form("Save")
    page = form.fill(
        claimant="nobody@village.example", title="", joined="soon", born="2026-11-25"
    ).send(status=422)
    for words in ("No member has this e-mail", "Fill this in.", "Write a date", "lies ahead"):
        assert words in page.text
    page = form.fill(claimant="", title="T", joined="", born="2026-11-24").send(status=422)
    assert "No member has" not in page.text
    assert "lies ahead" not in page.text


def test_what_is_missing_follows_what_was_just_typed(work, cast, as_):
    with work(cast.olive) as w:
        ref = enter_claim(w, "clara@village.example", Facts(title="T")).ref
    form = as_("olive").get(f"/claims/{ref}/edit").form("Save")
    page = form.fill(amount="5000", joined="soon", parties="Kim", tiers="x").send(status=422)
    assert "The amount is missing." not in page.text
    assert "The neutral summary is missing." in page.text
    assert "The day of joining is missing." not in page.text, "said above: it cannot be read"
    assert "No party is declared" not in page.text


def test_what_was_not_saved_is_not_sent_for_review(cast, as_, entered):
    form = as_("olive").get(f"/claims/{entered}/edit").form("Save")
    page = form.fill(born="2026-11-25").send(status=422)
    assert "what you typed is not saved yet" in page.text
    assert "send for review" not in page.text


def test_what_was_just_changed_is_saved_before_it_goes_to_the_review(work, cast, as_, entered):
    form = as_("olive").get(f"/claims/{entered}/edit").form("send for review")
    page = form.fill(title="A ditch in spring").send("Save and send for review")
    assert page.path == f"/claims/{entered}/review"
    assert page.h1 == "Review: A ditch in spring"


def test_what_cannot_go_to_the_review_is_saved_all_the_same(work, cast, as_, entered):
    form = as_("olive").get(f"/claims/{entered}/edit").form("send for review")
    page = form.fill(title="A ditch in spring", summary="").send("Save and send for review")
    assert page.path == f"/claims/{entered}/edit"
    assert "The neutral summary is missing." in page.text
    assert page.form("Save").values["title"] == ["A ditch in spring"]


def test_the_review_names_the_claimant_as_declared_by_the_house(cast, as_, in_review):
    text = as_("oscar").get(f"/claims/{in_review}/review").text
    assert "Clara" in text
    assert "declared by Venire" in text
    assert "Member Alder" in text


@pytest.mark.parametrize(("name", "page"), [("oscar", "/freezing"), ("clara", "")])
def test_the_dates_rest_on_clauses_by_name(cast, as_, signed_off, name, page):
    text = as_(name).get(f"/claims/{signed_off}{page}").text
    assert "counting-days/1" not in text
    assert "3.3 How days are counted" in text


def test_a_title_that_names_somebody_is_no_title_unless_an_officer_insists(cast, as_, handed_in):
    olive = as_("olive")
    form = olive.get(f"/claims/{handed_in}/investigation").form("Decide")
    assert "named" not in form.values
    form = form.fill(title="At Hill Hospital", decision="refuse", reason="Before.", cost="2750")
    page = form.fill(clauses=["accident-exempt"]).send(status=422)
    assert "“Hill Hospital”" in page.text
    assert "Jurors would read: “At hospital A”" in page.text
    form = page.form("Decide")
    assert "none yet" in form.fill(named="y").send().text
    assert "The title names somebody" in olive.page.text


def test_a_title_that_names_somebody_is_warned_of_where_it_can_be_changed(cast, as_, entered):
    olive = as_("olive")
    page = olive.get(f"/claims/{entered}/edit")
    assert "The title names somebody" not in page.text
    page = page.form("Save").fill(title="What Clara said at Hospital One").send()
    assert "The title names somebody: “Clara”, “Hospital One”" in page.text
    assert "Jurors would read: “What the claimant said at the hospital”" in page.text
    assert "The title names somebody" in olive.get(f"/claims/{entered}/review").text
    page = olive.get(f"/claims/{entered}/edit").form("Save").fill(title="A ditch").send()
    assert "The title names somebody" not in page.text


def test_the_desk_says_whose_hands_a_claim_is_in(cast, as_, entered, handed_in):
    def told(name, ref):
        return as_(name).get("/claims/desk/").text.partition(ref)[2]

    assert "prepared by nobody yet" in told("olive", handed_in)[:90]
    assert "prepared by you" in told("olive", entered)[:90]
    assert "prepared by another officer" in told("oscar", entered)[:90]


def test_the_review_shows_texts_as_the_pages_of_jurors_do(work, cast, as_, facts):
    """An officer who approves Cl**ar**a would vouch for a name that jurors read whole."""
    told = replace(facts, summary="Cl**ar**a *fell*.\n\n- Then a rest.")
    with work(cast.olive) as w:
        ref = enter_claim(w, "clara@village.example", told).ref
    olive = as_("olive")
    page = olive.get(f"/claims/{ref}/review")
    jurors_read = "<p>The claimant <em>fell</em>.</p>\n<ul>\n<li>Then a rest.</li>\n</ul>"
    assert "Cl**ar**a</mark> *fell*." in page.html
    assert jurors_read in page.html
    assert jurors_read in olive.get(f"/claims/{ref}/freezing").html


def test_who_is_a_member_cannot_be_asked_without_end(cast, as_):
    """Nor by a form that is wrong elsewhere, and nor does a member who is one tell it then."""
    form = as_("olive").get("/claims/new").form("Save")
    for number in range(TRIES):
        wrong = {"title": ""} if number % 2 else {"title": "A fall"}
        form.fill(claimant=f"n{number}@village.example", **wrong).send(status=422)
    for email in ("nobody@village.example", "clara@village.example"):
        page = form.fill(claimant=email, title="A fall").send(status=429)
        assert "Too many tries" in page.text
        page = form.fill(claimant=email, title="").send(status=422)
        assert "No member has this" not in page.text


def open_parts(page):
    """The parts of a form that stand open, by their heading."""
    return [text_of(one[0]) for one in elements(page.body, "details") if "open" in one.attrib]


def test_what_may_come_later_is_folded_but_for_errors_and_what_was_typed(cast, as_):
    page = as_("olive").get("/claims/new")
    assert not {"Dates", "Statements", "Case quiz, question 2"} & set(open_parts(page))
    form = page.form("Save")
    page = form.fill(claimant="", title="T", joined="soon", quiz_2_stem="Why?").send(status=422)
    assert {"Dates", "Case quiz, question 2"} <= set(open_parts(page))
    assert not {"Statements", "Case quiz, question 1"} & set(open_parts(page))
