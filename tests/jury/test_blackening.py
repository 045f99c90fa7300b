"""Two officers take words out of what is published: they are gone, and every proof holds."""

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from audit.models import QueuedEntry
from audit.queries import entries
from jury import actions
from jury.blackening import BLACK, blackened, file_without, letters_in, places
from jury.models import Ballot, Blackening, JuryCase, Reason, Verdict
from kernel.db import Base
from kernel.errors import Conflict, Malformed, Missing
from tests.audit.packing import bundle_of
from tests.jury.bench import REF, case_file
from tests.jury.walk import decided, signed_in, with_book

WORDS = f"/jury/bench/{REF}/words"


@pytest.fixture
def bench(work, clock):
    return with_book(work, clock)


def published(bench, *texts):
    """Decide the case, and publish reasons of these words."""
    decided(bench, ["deny"] * 2 + ["uphold"] * 8)
    with bench.work() as w:
        w.session.execute(sa.delete(Reason))
        w.session.add_all(
            Reason(case_ref=REF, choice="uphold", text=text, state="published") for text in texts
        )


def do(bench, who, action, *values):
    with bench.work(who) as w:
        found = action(w, REF, *values)
        return getattr(found, "id", None)


def test_words_go_in_any_case_and_spacing_and_never_out_of_others():
    assert blackened("Mr LI of the limit, li.", "Li") == f"Mr {BLACK} of the limit, {BLACK}."
    assert blackened("Old  Mill\nLane 3", "old mill lane") == f"{BLACK} 3"
    assert blackened("张伟住院三天", "张伟") == f"{BLACK}住院三天"
    assert blackened("a.b and axb", "a.b") == f"{BLACK} and axb"


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("Mu\u0308ller said", "Müller", f"{BLACK} said"),
        ("Herr \uff2c\uff49.", "Li", f"Herr {BLACK}."),
        ("An\u00adna came", "Anna", f"{BLACK} came"),
        ("Li\u200b Wei", "Li Wei", BLACK),
        ("Anna-Weber, Anna, Weber", "anna weber", f"{BLACK}, {BLACK}"),
        ("Иванова и Иван", "Иван", f"Иванова и {BLACK}"),
        ("김철수는 왔다", "김철수", f"{BLACK}는 왔다"),
        ("Straße 5", "STRASSE", f"{BLACK} 5"),
    ],
)
def test_a_name_goes_however_it_is_spelt(text, words, left):
    assert blackened(text, words) == left


@given(st.text(min_size=2, max_size=9).filter(letters_in), st.text(max_size=40))
def test_what_is_taken_out_is_out(words, text):
    assert BLACK in blackened(f"{text} {words} {text}", words)


def test_the_places_are_told():
    file = case_file()
    assert places(file, ["It is paid.", "No."], "paid") == {"question": 1, "reasons": 1}
    assert places(file, [], "One millimetre") == {"title": 1}
    assert places(file, [], "measured") == {"facts": 1}
    left = file_without(file, "lung disease")
    assert left.issues == file.issues, "what is in dispute stays"
    assert "lung disease" not in left.summary


@pytest.mark.databases("sqlite", "postgresql")
def test_two_officers_take_words_out_and_the_log_is_as_it_was(bench):
    published(bench, "Xaver Lungwitz measured it.", "It is clear.")
    olive, oscar = bench.cast.olive, bench.cast.oscar
    with bench.work() as w:
        case = w.session.get_one(JuryCase, REF)
        case.file = {**case.file, "summary": "XAVER  lungwitz has a lung disease."}
        case.title = "Of Xaver Lungwitz"
        case.file = {**case.file, "title": case.title}
    bench.log()
    with bench.work(writing=False) as w:
        log, bundle = entries(w.session, REF), bundle_of(w.session, REF)
    one = do(bench, olive, actions.propose_blackening, "Xaver Lungwitz")
    assert do(bench, olive, actions.propose_blackening, " Xaver  Lungwitz ") == one
    with pytest.raises(Conflict, match="another officer must agree"):
        do(bench, olive, actions.agree_blackening, one)
    do(bench, oscar, actions.agree_blackening, one)
    with pytest.raises(Missing):
        do(bench, oscar, actions.agree_blackening, one)
    with bench.work(writing=False) as w:
        for table in Base.metadata.sorted_tables:
            if table.name == "account":
                continue
            for row in w.session.execute(sa.select(table)):
                assert "lungwitz" not in str(tuple(row)).casefold(), table.name
        texts = set(w.session.scalars(sa.select(Reason.text)))
        assert texts == {f"{BLACK} measured it.", "It is clear."}
        assert w.session.get_one(JuryCase, REF).title == f"Of {BLACK}"
        assert set(w.session.scalars(sa.select(Ballot.reason))) == {b""}
        assert "lungwitz" not in w.session.scalars(sa.select(Verdict.words)).one()
        assert entries(w.session, REF) == log
        assert bundle_of(w.session, REF) == bundle, "to the byte"
        raw = b"".join(w.session.scalars(sa.select(QueuedEntry.entry)))
        assert b'"kind":"text.blackened"' in raw


def test_it_is_taken_back_by_either(bench):
    published(bench, "Xaver measured it.")
    for officer in (bench.cast.olive, bench.cast.oscar):
        one = do(bench, bench.cast.olive, actions.propose_blackening, "Xaver")
        do(bench, officer, actions.take_back_blackening, one)
    with bench.work(writing=False) as w:
        assert not w.session.scalars(sa.select(Blackening)).all()
        assert w.session.scalars(sa.select(Reason.text)).one() == "Xaver measured it."


def test_a_reason_is_withheld_after_it_was_published(bench):
    published(bench, "He is known.", "It is clear.")
    with bench.work(writing=False) as w:
        which = w.session.scalars(sa.select(Reason.id).where(Reason.text == "He is known.")).one()
    one = do(bench, bench.cast.olive, actions.propose_withholding, which)
    do(bench, bench.cast.oscar, actions.agree_blackening, one)
    with bench.work(writing=False) as w:
        rows = {(row.text, row.state) for row in w.session.scalars(sa.select(Reason))}
    assert rows == {("", "withheld"), ("It is clear.", "published")}
    with pytest.raises(Missing):
        do(bench, bench.cast.olive, actions.propose_withholding, which)


def test_what_is_refused(bench):
    bench.freeze()
    with pytest.raises(Conflict, match="Nothing is published"):
        do(bench, bench.cast.olive, actions.propose_blackening, "value")


def test_what_nobody_can_find_is_not_taken_out(bench):
    published(bench, "It is clear.")
    for words, said in (("Zacharias", "stand in nothing"), (" ", "which words"), ("a", "single")):
        with pytest.raises(Malformed, match=said):
            do(bench, bench.cast.olive, actions.propose_blackening, words)
    with pytest.raises(Missing):
        do(bench, bench.jurors("accepted")[0], actions.propose_blackening, "clear")


def test_the_pages_of_it(app, bench, visit):
    published(bench, "Xaver measured it, and is to be paid.")
    olive, oscar, anyone = (
        signed_in(visit, bench.cast.olive),
        signed_in(visit, bench.cast.oscar),
        visit(),
    )
    page = olive.get(f"/jury/bench/{REF}").click("Take words out of what is published")
    assert "stays in it for good" in page.text
    wrong = page.form("Propose it").fill(words="Zacharias").send(status=422)
    assert "stand in nothing" in wrong.text
    olive.get(WORDS).form("Propose it").fill(words="paid").send()
    page = olive.get(WORDS).form("Propose it").fill(words="xaver").send()
    assert "which cannot change" in page.text, "the question holds one of them"
    assert "Xaver" in anyone.get(f"/verdicts/{REF}").text
    assert "Agree that words are taken out" in oscar.get("/desk/").text
    agree = "Agree, and take it out for good"
    for _word in range(2):
        forms = [one for one in oscar.get(WORDS).forms if agree in one.buttons]
        forms[0].send(agree)
    for where in (f"/verdicts/{REF}", f"/verdicts/{REF}/opinion.json", "/verdicts/.json",
                  "/verdicts/", "/verdicts/feed.atom"):  # fmt: skip
        text = anyone.raw.get(where).text
        assert "Xaver" not in text
    page = anyone.get(f"/verdicts/{REF}")
    assert "two officers took them out" in page.text
    assert f"Is the claim to be {BLACK}?" in page.text
    assert f"{BLACK} measured it" in page.text
    assert anyone.get(f"/verdicts/{REF}/opinion.json").json["taken_out"]
    assert anyone.get(f"/verdicts/{REF}.json").json["question"] == "Is the claim to be paid?"
