"""The bank in pages: found, written on the bench, reviewed by another, taken out, set apart."""

import pytest

from kernel.actor import Role
from tests.village import PASSWORD, person

NAME = "when-members-pay"


@pytest.fixture
def edith(cast, client):
    client.sign_in("edith@village.example", PASSWORD)
    return client


@pytest.fixture
def emil(cast, work, visit):
    with work() as w:
        person(w, "Emil", Role.EDITOR)
    client = visit()
    client.sign_in("emil@village.example", PASSWORD)
    return client


def test_the_bank_is_searched(edith):
    page = edith.get("/quiz/items/")
    assert "Not a valid choice" not in page.text
    assert "When does a member of the plan pay?" in page.text
    page = page.form("Find").fill(words="newspaper contradicts").send()
    assert "1 question" in page.text
    assert "When does a member of the plan pay?" not in page.text
    page = edith.get("/quiz/items/?topic=quorum&state=asked")
    assert "24 ballots" in page.text
    assert edith.get("/quiz/items/?state=nonsense&topic=x").status == 200
    edith.get("/quiz/items/no-such-item", status=404)
    edith.get("/quiz/items/NOT-an-id", status=404)


def test_an_item_shows_its_key_and_its_words(edith):
    page = edith.get(f"/quiz/items/{NAME}")
    assert "Those who fall ill are paid from what all members share afterwards." in page.text
    assert "brought in by the operator" in page.text
    assert "Nobody has met it in a first paper yet." in page.text


def test_members_see_nothing_of_the_bank(cast, client):
    client.sign_in("clara@village.example", PASSWORD)
    for path in ("/quiz/items/", f"/quiz/items/{NAME}", "/quiz/drafts/x", "/quiz/drafts/x/review"):
        client.get(path, status=403)


def test_a_new_item_is_written_beside_its_clause_and_reviewed(edith, emil):
    page = edith.get("/quiz/drafts/new?clause=quorum").form("Begin").send()
    assert "at least 21 valid ballots" in page.text
    assert page.form("Save").values["p0-topic"] == ["quorum"]
    form = page.form("Send in for review")
    page = form.fill(
        {
            "item": "least-ballots",
            "p0-topic": "quorum",
            "p0-stem": "How many valid ballots does a panel of 31 need at the least?",
            "p0-option-0": "16",
            "p0-option-1": "21",
            "p0-right-1": "y",
            "p0-option-2": "31",
            "p0-rationale": "With 21 there is a quorum.",
            "p0-quote-0": "at  least 21 valid\nballots",
        }
    ).send("Save")
    assert "Saved." in page.text
    assert "Nothing is missing." in page.text
    assert page.form("Save").values["p0-quote-0"] == ["at least 21 valid ballots"]
    page = page.form("Send in for review").send("Send in for review")
    assert "Another editor reviews it" in page.text
    assert "You wrote on it: another editor decides." in page.text
    where = page.path
    assert "waits for your review" in emil.get("/quiz/items/").text
    page = emil.get(where)
    assert "Answer it first" in page.text
    question = page.text.split("what you answer is not kept.")[1].split("Answer, and see what")[0]
    assert "right" not in question.lower()
    page = page.form("Answer, and see what is right").send(status=422)
    assert "Choose an answer" in page.text
    assert "Right answers" not in page.text
    page = page.form("Answer, and see what is right").fill({"q-1": "a"}).send()
    assert "Right answers, as its author has it:" in page.text
    page = page.form("Return it to its author").send(status=422)
    assert "Say why" in page.text
    page = emil.get(where)
    page = page.form("Answer, and see what is right").fill({"q-1": "b"}).send()
    page = page.press("Approve: it goes into papers")
    assert "It is in papers from now on." in page.text
    assert "live" in page.text
    assert page.path == "/quiz/items/least-ballots"


def test_a_question_is_begun_on_a_clause(edith):
    page = edith.get("/quiz/items/").click("Write a question")
    edith.post("/quiz/drafts/", {"clause": "no such clause", "kind": "single"}, status=422)
    page = page.form("Begin").fill({"clause": "quorum", "kind": "true_false"}).send()
    assert "at least 21 valid ballots" in page.text
    values = page.form("Save").values
    assert (values["p0-topic"], values["p0-kind"]) == (["quorum"], ["true_false"])
    assert values["item"] == ["quorum"]
    page = edith.get("/quiz/drafts/new").form("Begin").fill({"kind": "case"}).send(status=422)
    assert "Choose the clause." in page.text
    page = page.form("Begin").fill({"clause": "tenure"}).send()
    assert "Write a case" in page.text
    assert {"stimulus", "p1-stem"} <= set(page.form("Save").values)
    edith.post("/quiz/drafts/", {"kind": " "}, status=422)


def test_what_is_sent_in_too_early_is_saved_and_says_what_is_missing(edith):
    page = edith.get("/quiz/drafts/new?clause=quorum").form("Begin").send()
    form = page.form("Save").fill({"p0-stem": "How many?", "p0-quote-0": "no such words"})
    page = form.send("Send in for review", status=409)
    assert "The draft is saved. It cannot be sent in yet" in page.text
    for words in ("there are 0", "Mark exactly one", "Write the question", "not in the clause"):
        assert words in page.text
    again = edith.get(page.path).form("Save")
    assert again.values["p0-stem"] == ["How many?"]
    page = page.form("Save").fill({"p0-stem": "How many then?"}).send("Save")
    assert page.form("Save").values["p0-stem"] == ["How many then?"]


def test_an_option_is_added_without_a_script(edith):
    page = edith.get("/quiz/drafts/new?clause=quorum").form("Begin").send()
    more = "Save, and add an option"
    for filled, rows in ((3, 4), (4, 5), (5, 6)):
        page = (
            page.form(more)
            .fill({f"p0-option-{n}": f"Answer {n}" for n in range(filled)})
            .send(more)
        )
        values = page.form("Save").values
        assert f"p0-option-{rows - 1}" in values
        assert f"p0-option-{rows}" not in values
    assert not any(more in form.buttons for form in page.forms)
    assert values["p0-option-4"] == ["Answer 4"]


def test_nothing_typed_is_lost(edith):
    page = edith.get("/quiz/drafts/new?clause=quorum").form("Begin").send()
    long = "x" * 700
    again = page.form("Save").fill({"p0-stem": long, "p0-option-3": "kept"}).send(status=422)
    assert again.form("Save").values["p0-stem"] == [long]
    assert again.form("Save").values["p0-option-3"] == ["kept"]
    other = edith.get(page.path).form("Save").fill({"p0-stem": "First."})
    stale = page.form("Save").fill({"p0-stem": "Second."})
    other.send("Save")
    page = stale.send("Save", status=409)
    assert "Somebody has changed this draft" in page.text
    assert page.form("Save").values["p0-stem"] == ["Second."]


def test_a_case_gets_questions_and_loses_them(edith):
    page = edith.get("/quiz/drafts/new?clause=quorum").form("Begin").send()
    page = page.form("Save").fill({"p0-stem": "First?"}).send("Make it a case")
    assert page.form("Save").values["p0-stem"] == ["First?"]
    page = (
        page.form("Save")
        .fill({"stimulus": "Two sides.", "p1-stem": "Second?"})
        .send("Add a question to it")
    )
    assert "p2-stem" in page.form("Save").values
    page = page.form("Save").send("Remove the last question")
    page = page.form("Save").send("Remove the last question")
    assert page.form("Save").values["p0-stem"] == ["First?"]
    assert "stimulus" not in page.form("Save").values


def test_a_kind_with_fixed_options_shows_them(edith):
    page = edith.get("/quiz/drafts/new?clause=quorum").form("Begin").send()
    page = page.form("Save").fill({"p0-kind": "true_false", "p0-right-0": "y"}).send("Save")
    assert "p0-option-2" not in page.form("Save").values
    page = page.form("Save").fill({"p0-kind": "ordering"}).send("Save")
    assert "p0-option-3" in page.form("Save").values
    assert "p0-right-0" not in page.form("Save").values


def test_an_item_is_taken_out_put_back_retired_and_set_apart(edith):
    page = edith.get(f"/quiz/items/{NAME}")
    page = page.form("Take it out for now").fill(why="Two are right.").send("Take it out for now")
    assert "Taken out of papers: Two are right." in page.text
    page = page.press("Put it back into papers")
    assert "It is asked again." in page.text
    page = page.form("Keep them apart").fill(other="nobody-there").send(status=422)
    assert "no item of this id" in page.text
    page = edith.get(f"/quiz/items/{NAME}")
    page = page.form("Keep them apart").fill(other="cheap-insurance").send()
    page = page.form(action="/enemies/cheap-insurance/unset").send()
    page = page.click("Retire it for good")
    assert "nobody can take that back" in page.text
    assert "What follows from it" not in page.text
    page = page.form("Retire it for good").send(status=422)
    assert "Say why" in page.text
    page = page.form("Retire it for good").fill(why="Plain.").send()
    assert "Retired: Plain." in page.text
    edith.get(f"/quiz/items/{NAME}/retirement", status=404)
    edith.post(f"/quiz/items/{NAME}/retirement", {"why": "Again."}, status=404)


def test_a_new_wording_starts_from_the_live_one(edith):
    page = edith.get(f"/quiz/items/{NAME}").press("Write it anew")
    assert page.form("Save").values["p0-stem"] == ["When does a member of the plan pay?"]
    page = page.press("Give it up for good")
    assert "The draft is given up." in page.text
