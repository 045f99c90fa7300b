"""The editors' bench, as an author, a reviewer and somebody else see it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest

from kernel.actor import Role
from rules import queries
from rules.actions import load_book, publish_version
from rules.models import AmendmentRow, Revision
from tests.conftest import OpenWork
from tests.page import Client, Page
from tests.village import PASSWORD, person, strangers

REF = "R-2026-0001"
BENCH = f"/rules/bench/{REF}"


CASES = {
    f"{name}-{place}{more}": words
    for place in (1, 2, 3)
    for name, more, words in (
        ("facts", "", "A stay."),
        ("option", "-1", "Yes"),
        ("option", "-2", "No"),
        ("option", "-3", "Open"),
        ("key", "", "1"),
    )
}


@dataclass(frozen=True)
class People:
    edith: Client
    emil: Client
    martin: Client


@pytest.fixture
def people(work: OpenWork, visit: Callable[[], Client]) -> People:
    with work() as w:
        strangers(w)
        load_book(w)
        for name in ("Edith", "Emil"):
            person(w, name, Role.EDITOR)
        person(w, "Martin")
    made = []
    for name in ("edith", "emil", "martin"):
        client = visit()
        client.sign_in(f"{name}@village.example", PASSWORD)
        made.append(client)
    return People(*made)


def begun(people: People, kind: str = "replace", clause: str = "hospital-stay") -> Page:
    """A revision with one amendment; its word bench."""
    page = people.edith.get("/rules/bench/").form("Begin").fill(title="Longer stays").send()
    return page.form("Add it").fill(kind=kind, clause_id=clause).send()


def save(page: Page, status: int = 200, **values: str) -> Page:
    return page.form("Save").fill(values).send("Save", status=status)


def reasons(page: Page) -> dict[str, str]:
    form = page.form("Save")
    return {name: "It reads better." for name in form.values if name.startswith("reason-")}


def test_a_clause_is_reworded_explained_and_sent(people: People) -> None:
    words = begun(people)
    assert "Within the two years" in words.text
    text = words.form("Save").values["text"][0].replace("15 consecutive", "20 consecutive")
    saved = save(words, text=text)
    assert "Saved." in saved.text
    assert "[deleted: 15]" in saved.text.replace(" ]", "]")
    assert "a number" in saved.text
    bench = people.edith.get(BENCH)
    assert "has no reason yet" in bench.text
    explained = saved.form("Save").fill({**reasons(saved), **waivers(saved)}).send("Save")
    assert "It reads better." in explained.html
    summary = people.edith.get(BENCH).click("Title and summary")
    summary.fill(summary="Longer stays are allowed.").send()
    bench = people.edith.get(BENCH)
    assert "Write the three cases" in bench.text
    bench.click("Write the three cases").fill(CASES).send()
    bench = people.edith.get(BENCH)
    assert "Nothing stands in the way" in bench.text
    assert "change of substance" in bench.text
    sent = bench.press("Send it to the language group")
    assert "The language group has it" in sent.text
    assert "See the words" in sent.text


def waivers(page: Page) -> dict[str, str]:
    form = page.form("Save")
    return {name: "It is meant so." for name in form.values if name.startswith("waive-")}


def test_a_look_saves_nothing(people: People) -> None:
    words = begun(people)
    text = words.form("Save").values["text"][0] + " One more word."
    looked = words.form("Save").fill(text=text).send("Look at the changes")
    assert "As typed, not saved yet" in looked.text
    assert "One more word." in looked.html
    assert looked.form("Save").values["text"][0] == text
    assert "One more word" not in people.edith.get(looked.path).html


def test_htmx_gets_the_redline_alone(people: People) -> None:
    words = begun(people)
    form = words.form("Save").fill(text="Not at all.")
    answer = form.send("Look at the changes", htmx="look")
    assert not answer.whole
    assert 'id="look"' in answer.html
    assert "<del>" in answer.html


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("x" * 20_001, 422, "at most 20,000 letters"),
        ("天" * 1_000_000, 422, "at most 20,000 letters"),
        ("Not\u202e at all.", 422, "nobody sees (U+202E) were taken out"),
        ("Not\x07 at all.", 422, "U+0007"),
        ("<script>alert(1)</script> <b>bold", 200, "Saved."),
        ("Вlood of the p\u0430tient.", 200, "Saved."),
    ],
)
def test_bad_input_is_told_and_nothing_typed_is_lost(
    people: People, text: str, status: int, words: str
) -> None:
    page = save(begun(people), status, text=text)
    assert words in page.text
    seen = "".join(letter for letter in text if letter not in "\u202e\x07")
    assert page.form("Save").values["text"][0] == seen
    assert "<script>alert" not in page.html


def test_what_two_editors_write_at_once_is_not_lost(people: People) -> None:
    words = begun(people)
    other = people.emil.get(words.path)
    save(words, title="Stay in hospital")
    page = save(other, 409, title="Stays in hospital")
    assert "Somebody has changed this revision" in page.text
    assert page.form("Save").values["title"][0] == "Stays in hospital"


def test_the_kinds_ask_for_what_they_need(people: People) -> None:
    split = begun(people, "split", "secrecy")
    saved = save(split, other_id="Secrecy 2", other_number="six", other_title="A", other_text="B")
    assert "short words" in saved.text
    insert = people.edith.get(BENCH).form("Add it").fill(kind="insert", clause_id="leaving").send()
    saved = save(
        insert, title="Leaving", text="A member may leave.", number="2.3", section="joining"
    )
    assert "number 2.3 is taken" in saved.text
    move = people.edith.get(BENCH).form("Add it").fill(kind="move", clause_id="sympathy").send()
    save(move, section="claims", number="5.9")
    ends = people.edith.get(BENCH).form("Add it").fill(kind="repeal", clause_id="quorum").send()
    assert "The clause ends" in ends.text
    merge = people.edith.get(BENCH).form("Add it").fill(kind="merge", clause_id="publicity").send()
    save(merge, other_id="objection", text="Both.")
    named = people.edith.get(BENCH).form("Add it").fill(clause_id="members help one").send()
    assert "mutual-aid/1" in named.text
    wrong = people.edith.get(BENCH).form("Add it").fill(clause_id="Not One").send(status=422)
    assert "Choose a clause" in wrong.text
    wrong = people.edith.get(BENCH).form("Add it").fill(clause_id="no-such-one").send(status=409)
    assert "no such clause" in wrong.text
    bench = people.edith.get(BENCH)
    for said in ("moved", "clause ends", "two made one", "split in two", "new clause"):
        assert said in bench.text
    assert sum("Take it out" in form.buttons for form in bench.forms) == 7  # a merge shows both


def test_numbers_that_are_computed_change_with_the_words(people: People) -> None:
    page = begun(people, "replace", "medication")
    values = page.form("Save").values
    assert values["criterion-1-days"] == ["30"]
    saved = save(page, **{"criterion-1-days": "60"})
    assert "What is computed of it changes too" in saved.text
    impact = people.edith.get(f"{BENCH}/impact")
    assert "outcomes flip" in impact.text
    assert "31 days of medication" in impact.text
    wrong = save(saved, 422, **{"criterion-1-days": "sixty"})
    assert "valid integer" in wrong.text.lower() or "whole number" in wrong.text.lower()


def sent(people: People) -> None:
    page = begun(people)
    text = page.form("Save").values["text"][0].replace("each count as one day", "count")
    page = save(page, text=text)
    page.form("Save").fill({**reasons(page), **waivers(page)}).send("Save")
    people.edith.get(f"{BENCH}/summary").fill(summary="The same in fewer words.").send()
    people.edith.get(f"{BENCH}/questions").fill(CASES).send()
    people.edith.get(BENCH).press("Send it to the language group")


def test_a_reviewer_weighs_and_signs_or_returns(people: People) -> None:
    sent(people)
    bench = people.emil.get(BENCH)
    refused = bench.press("Sign it off", status=409)
    assert "Weigh every change first" in refused.text
    weighing = bench.click("Weigh the changes")
    stances = {name: "agree" for name in weighing.form("Save").values if name.startswith("stance-")}
    assert stances
    saved = weighing.form("Save").fill(stances).send()
    assert "You: agrees" in saved.text
    signed = people.emil.get(BENCH).press("Sign it off")
    assert "You have signed it off" in signed.text
    back = people.emil.get(BENCH).form("Make it a draft").fill({"return-why": ""}).send(status=422)
    assert "Fill this in" in back.text
    back = people.emil.get(BENCH).form("Make it a draft").fill({"return-why": "One word."}).send()
    assert "One word." in back.text
    own = people.edith.get(f"{BENCH}/weighing")
    assert not [name for name in own.form("Save").values if name.startswith("stance-")] or own


def test_worked_cases_and_questions(people: People) -> None:
    page = begun(people)
    save(page, text=page.form("Save").values["text"][0].replace("15 consecutive", "20 consecutive"))
    worked = people.edith.get(BENCH).click("Worked cases")
    wrong = worked.form("Add the case").fill(facts="18 days.").send(status=422)
    assert wrong.form("Add the case").values["facts"][0] == "18 days."
    worked.form("Add the case").fill(
        facts="18 days.", before="applies", after="does_not_apply"
    ).send()
    seen = people.emil.get(f"{BENCH}/worked-cases")
    assert "How it is read" not in seen.text
    answers = seen.form("Answer")
    (prefix,) = (one.removesuffix("before") for one in answers.values if one.endswith("-before"))
    told = answers.fill({f"{prefix}before": "applies", f"{prefix}after": "unclear"}).send()
    assert "the new words are read in two ways" in told.text
    questions = people.edith.get(f"{BENCH}/questions")
    assert questions.fill({"facts-1": "Only one."}).send(status=422).status == 422
    assert "Saved." in questions.fill(CASES).send().text


def test_letters_that_no_page_can_show_are_taken_out_everywhere(people: People) -> None:
    begun(people)
    page = people.edith.get(f"{BENCH}/summary")
    sent = page.fill(title="Longer\x07 stays", summary="More\x1f days.").send(status=422)
    assert "Letters that cannot be kept were taken out" in sent.text
    assert sent.form("Save").values["title"] == ["Longer stays"]
    assert "More days." in sent.form("Save").send().text


def test_a_revision_begins_at_its_clause(people: People) -> None:
    words = people.edith.get("/rules/clauses/quorum").press("Revise this clause")
    assert "As you propose it" in words.text
    assert people.edith.get(BENCH).h1 == "6.7 Quorum"
    assert "Revise this clause" not in people.martin.get("/rules/clauses/quorum").text


def test_the_bench_is_for_editors_and_a_draft_is_not_public(people: People) -> None:
    begun(people)
    for path in (BENCH, f"{BENCH}/impact", f"{BENCH}/weighing", "/rules/bench/"):
        people.martin.get(path, 403)
    people.martin.get(f"/rules/revisions/{REF}", 404)
    for path in ("/rules/bench/R-2026-9999", "/rules/bench/x", f"{BENCH}/amendments/x"):
        people.edith.get(path, 404)


def test_anothers_amendment_is_not_there(people: People, work: OpenWork) -> None:
    begun(people)
    page = people.emil.get("/rules/bench/").form("Begin").fill(title="Mine").send()
    mine = page.form("Add it").fill(clause_id="quorum").send()
    with work(writing=False) as w:
        first = w.session.scalars(
            Revision.__table__.select().where(Revision.ref == REF).with_only_columns(Revision.id)
        ).one()
        (theirs,) = w.session.scalars(
            AmendmentRow.__table__.select()
            .where(AmendmentRow.revision_id == first)
            .with_only_columns(AmendmentRow.id)
        ).all()
    people.emil.get(mine.path.rpartition("/")[0] + f"/{theirs}", 404)


def test_two_changes_of_the_same_words_are_settled_place_by_place(
    people: People, work: OpenWork
) -> None:
    page = begun(people)
    text = page.form("Save").values["text"][0]
    save(page, text=text.replace("15 consecutive", "20 consecutive"), title="Stays")
    with work() as w:
        stay = queries.version(w.session, "hospital-stay", 1)
        newer = stay.text.replace("15 consecutive", "25 consecutive")
        publish_version(w, replace(stay, version=2, text=newer, in_force_from=date(2027, 1, 1)))
    bench = people.edith.get(BENCH)
    assert "changed meanwhile" in bench.text
    clash = bench.click("Bring it up to date")
    assert "Choose for each place" in clash.text
    again = clash.form("Take this text").send(status=422)
    assert "Choose for each place" in again.text
    (hunk,) = [name for name in clash.form("Take this text").values if name.startswith("hunk-")]
    rewrite = hunk.replace("hunk-", "rewrite-")
    empty = clash.form("Take this text").fill({hunk: "rewritten", rewrite: "22"})
    settled = empty.send()
    assert "22 consecutive days" in settled.form("Save").values["text"][0]
    assert settled.form("Save").values["title"] == ["Stays"]
    assert "hospital-stay/2" in settled.text
