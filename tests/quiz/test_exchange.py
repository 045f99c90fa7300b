"""The bank out and in again, and other people's files as drafts: by command and in the page."""

from pathlib import Path

import pytest

from quiz import queries
from quiz.actions import import_questions
from quiz.bank import demo_bank
from quiz.draft import of_item, proposed_id
from quiz.exchange.formats import READERS, WRITERS, Format, format_of
from quiz.exchange.ours import draft_of, questions
from quiz.exchange.question import Fate
from quiz.item import Kind
from quiz.models import DraftState
from quiz.queries.drafts import drafts, value_of
from tests.village import PASSWORD

HERE = Path(__file__).parent
ITEMS = demo_bank().items
PLAIN = [item for item in ITEMS if not item.is_case]


@pytest.mark.parametrize("form", list(WRITERS))
def test_an_export_comes_back_whole(form):
    written = WRITERS[form](questions(PLAIN))
    back = READERS[form](written.encode())
    by_name = {one.idnumber: one for one in back.questions}
    assert not [note for note in back.notes if note.fate is not Fate.TAKEN]
    for item in PLAIN:
        draft = draft_of(by_name[item.item], item.item)
        wanted = of_item(item)
        if item.parts[0].kind is not Kind.TRUE_FALSE:
            # whether options have an order of their own no such file says
            assert draft.parts[0].options == wanted.parts[0].options
        part, other = draft.parts[0], wanted.parts[0]
        assert (part.topic, part.kind, part.stem) == (other.topic, other.kind, other.stem)
        assert (part.key, part.rationale) == (other.key, other.rationale)
        assert part.anchors == other.anchors
        assert draft.dated == wanted.dated


def test_a_case_goes_out_question_by_question():
    case = next(item for item in ITEMS if item.is_case)
    found = questions([case])
    assert len(found) == len(case.parts)
    assert all(one.stem.startswith(case.stimulus) for one in found)


def general(text):
    """A question of a file with this text as its general feedback."""
    return READERS[Format.GIFT](f"::One:: Is it so? {{T####[plain]{text}}}".encode()).questions[0]


@pytest.mark.parametrize("version", ["0", "01", "9" * 30, "9" * 5_000, "٣"])
def test_a_version_that_there_cannot_be_is_no_anchor(version):
    text = f"why\\n\\n“the words” (quorum/{version})"
    [part] = draft_of(general(text), "one").parts
    assert part.anchors == ()
    assert "the words" in part.rationale


def test_no_more_anchors_are_read_than_a_question_has():
    text = "why" + "".join(f"\\n\\n“a {n}” (b/1)" for n in range(2_000))
    [part] = draft_of(general(text), "one").parts
    assert [one.quote for one in part.anchors] == ["a 1997", "a 1998", "a 1999"]


def test_many_that_begin_alike_each_get_an_id():
    tried, taken = {}, {"question", "question-3"}
    for _ in range(4):
        taken.add(proposed_id("Question?", taken, tried))
    assert taken == {"question", *(f"question-{n}" for n in range(2, 7))}


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.xml", b"", Format.MOODLE_XML),
        ("a.txt", b"\xef\xbb\xbf <?xml", Format.MOODLE_XML),
        ("a.txt", b"What?\nA. x\nB. y\nANSWER: A\n", Format.AIKEN),
        ("a.gift", b"ANSWER: A {T}", Format.GIFT),
        ("a", b"::x:: y {T}", Format.GIFT),
    ],
)
def test_what_a_file_is_written_in(name, data, form):
    assert format_of(name, data) is form


def test_a_file_brought_twice_is_brought_once(work, cast):
    data = (HERE / "gift" / "course.gift").read_bytes()
    reading = READERS[Format.GIFT](data)
    with work(cast.edith) as w:
        first = import_questions(w, reading, data)
        assert first.begun == len(reading.questions) > 0
        again = import_questions(w, reading, data)
        assert again.begun == 0
        assert [note.fate for note in again.notes].count(Fate.LEFT_OUT) >= first.begun
        rows = drafts(w.session, DraftState.DRAFT)
        assert len({row.item for row in rows}) == len(rows) == first.begun
        assert {row.origin for row in rows} == {"imported"}
        assert all(value_of(row).parts for row in rows)
        assert queries.live_items(w.session) == sorted(ITEMS, key=lambda item: item.item)


@pytest.fixture
def edith(cast, client):
    client.sign_in("edith@village.example", PASSWORD)
    return client


def send(client, name, data):
    token = client.get("/quiz/import").form("Bring them").values["csrf_token"][0]
    fields = f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
    fields += '--b\r\nContent-Disposition: form-data; name="format"\r\n\r\n\r\n'
    fields += f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = fields.encode() + data + b"\r\n--b--\r\n"
    kind = "multipart/form-data; boundary=b"
    return client._show(client.raw.post("/quiz/import", data=body, content_type=kind), None)


def test_the_page_says_what_became_of_each(edith):
    page = send(edith, "mixed.gift", (HERE / "gift" / "mixed.gift").read_bytes())
    assert page.status == 200
    assert "drafts were begun" in page.text
    assert "left out" in page.text
    assert "Being written" in edith.get("/quiz/items/").text
    page = send(edith, "course.xml", (HERE / "moodle" / "course.xml").read_bytes())
    assert "begun" in page.text


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.gift", b"", "not empty"),
        ("bad.gift", b"\xff\xfe\x00", "UTF-8"),
        ("evil.xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>', ""),
        ("large.gift", b"x" * 2_500_000, "MB"),
    ],
)
def test_what_cannot_be_read_is_refused_whole(edith, work, name, data, said):
    page = send(edith, name, data)
    assert page.status == 422
    assert said in page.text
    assert "root:" not in page.html
    with work(writing=False) as w:
        assert drafts(w.session, DraftState.DRAFT) == []


def test_the_bank_goes_out(edith, client, visit, cast):
    for suffix, form in (("gift", Format.GIFT), ("xml", Format.MOODLE_XML)):
        page = edith.get(f"/quiz/export.{suffix}")
        assert "attachment" in page.headers["Content-Disposition"]
        assert len(READERS[form](page.data).questions) > 100
    edith.get("/quiz/export.pdf", status=404)
    member = visit()
    member.sign_in("clara@village.example", PASSWORD)
    member.get("/quiz/export.gift", status=403)
    member.get("/quiz/import", status=403)


def test_the_commands(app, cast, tmp_path):
    from quiz.cli import quiz

    run = app.test_cli_runner().invoke
    with app.app_context():
        told = run(quiz, ["import", str(HERE / "gift" / "broken.gift")])
        assert told.exit_code == 0, told.output
        assert "left out" in told.output
        told = run(quiz, ["export", "--format", "moodle-xml", "--out", str(tmp_path / "x.xml")])
        assert told.exit_code == 0, told.output
        assert READERS[Format.MOODLE_XML]((tmp_path / "x.xml").read_bytes()).questions
        told = run(quiz, ["export", "--format", "gift"])
        assert "$CATEGORY" in told.output
        told = run(quiz, ["recount"])
        assert "0 papers counted: the same" in told.output
        (tmp_path / "no.xml").write_text("<!DOCTYPE a><quiz/>")
        told = run(quiz, ["import", str(tmp_path / "no.xml")])
        assert told.exit_code == 1
