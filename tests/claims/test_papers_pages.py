"""Papers on the pages: a list that changes, uploads good and hostile, and who gets downloads."""

import io
import logging
import tracemalloc
import zipfile

import pytest

from claims import queries, vault
from claims.actions import (
    add_paper,
    decide_claim,
    hand_in_claim,
    name_adviser,
)
from claims.papers import MOST_BYTES, Paper
from claims.uploads import judge
from claims.views.papers import LARGEST
from tests.claims.filed import REFUSED
from tests.claims.making import jpeg, pdf, png

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


FORM = "multipart/form-data; boundary=b"
HEAD = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.pdf"\r\n\r\n'


@pytest.fixture
def disputed(do, cast, disputed) -> str:
    """The claim that was disputed, with somebody who helps its claimant."""
    do(cast.clara, name_adviser, disputed, cast.jurors[0].ref)
    return disputed


@pytest.fixture
def files_there(work):
    """Return how many papers a claim has."""

    def count(ref):
        with work(writing=False) as w:
            return len(queries.files_of(w.session, queries.claim_by_ref(w.session, ref)))

    return count


def send(person, ref, data, name="paper.pdf", paper="diagnosis", status=200, where="papers", **how):
    files = data if isinstance(data, list) else [(io.BytesIO(data), name)]
    sent = {"paper": paper, "file": files} if where == "papers" else {"file": files}
    return person.post(f"/claims/{ref}/{where}", sent, status, **how)


def bomb_in_a_docx():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as there:
        there.writestr("[Content_Types].xml", "<Types/>")
        there.writestr("word/document.xml", b"\0" * 5_000_000)
    return held.getvalue()


def test_the_list_tells_what_is_missing_and_where_to_get_it_and_changes(as_, filed):
    clara = as_("clara")
    page = clara.get(f"/claims/{filed}/filing").press("Save, and go to the papers")
    assert "0 of 7 papers" in page.text
    assert "Ask the police station" in page.text
    assert page.form("Send this paper").choices("paper")[-1] == "other"
    page = send(clara, filed, pdf(), "../../x police report.pdf", "accident")
    assert page.path == f"/claims/{filed}"
    assert "1 of 7 papers" in page.text
    assert "x police report.pdf" in page.text
    assert "Ask the police station" not in page.text
    page = page.press("Remove")
    assert "0 of 7 papers" in page.text
    assert "The file is removed." in page.text


def test_going_to_the_papers_saves_what_was_written(as_, filed):
    form = as_("clara").get(f"/claims/{filed}/filing").form("go to the papers")
    page = form.fill(story="He fell. It was raining.").send("Save, and go to the papers")
    assert page.path == f"/claims/{filed}"
    page = page.click("Go on writing")
    assert page.form("Save and hand it in").values["story"] == ["He fell. It was raining."]
    form = page.form("go to the papers")
    page = form.fill(story="Ice.", event="soon").send("Save, and go to the papers", status=422)
    assert page.form("Save and hand it in").values["story"] == ["Ice."]


@pytest.mark.parametrize("htmx", [None, "papers"])
def test_that_a_file_came_is_said_at_the_top_and_beside_the_button(as_, filed, htmx):
    clara = as_("clara")
    clara.get(f"/claims/{filed}")
    page = send(clara, filed, pdf(), htmx=htmx)
    assert page.html.count("The file is there.") == 2
    assert page.html.find("The file is there.", page.html.find("Bring a paper")) > 0
    assert "The file is there." not in clara.get(f"/claims/{filed}").text


def test_with_script_only_the_list_is_sent(as_, filed):
    clara = as_("clara")
    clara.get(f"/claims/{filed}")
    page = send(clara, filed, png(), "card.png", "identity", htmx="papers")
    assert not page.whole
    assert page.element("papers") is not None
    assert "1 of 7 papers" in page.text
    clara.get(f"/claims/{filed}")
    page = send(clara, filed, SVG, "card.png", "birth", status=422, htmx="papers")
    assert not page.whole
    assert page.form("Send").values["paper"] == ["birth"]


def test_once_all_are_there_the_page_says_so(as_, filed):
    clara = as_("clara")
    for paper in clara.get(f"/claims/{filed}").form("Send this paper").choices("paper"):
        page = send(clara, filed, png(), "card.png", paper)
    assert "All papers that are asked for are there." in page.text
    assert page.form("Send this paper").values["paper"] == ["other"]


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (SVG, "scan.svg", "web page or a drawing"),
        (b"<!doctype html><script>alert(1)</script>", "report.pdf", "web page or a drawing"),
        (pdf() + bomb_in_a_docx(), "report.pdf", "something else in this file"),
        (png() + b"<html><script>", "card.png", "something else in this file"),
        (bomb_in_a_docx(), "report.docx", "office program"),
        (bomb_in_a_docx(), "report.pdf", "office program"),
        (b"MZ\x90\0", "../../report.pdf", "program"),
        (b"just words", "report", "Only PDF, JPEG and PNG"),
        (b"", "report.pdf", "empty"),
    ],
    ids="svg html polyglot tail bomb named-pdf program words empty".split(),
)
def test_a_hostile_file_is_refused_with_what_to_do(as_, filed, files_there, data, name, told):
    clara = as_("clara")
    page = send(clara, filed, data, name, "invoice", status=422)
    assert told in page.text
    assert page.form("Send this paper").values["paper"] == ["invoice"]
    assert files_there(filed) == 0


def send_by_hand(person, ref, data, **fields):
    """Send what the test client would make a file of, and leave open."""
    fields["csrf_token"] = person.get(f"/claims/{ref}").form("Send this").values["csrf_token"][0]
    head = "--b\r\nContent-Disposition: form-data; name="
    text = "".join(f'{head}"{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
    body = text.encode() + HEAD + data + b"\r\n--b--\r\n"
    return person.raw.post(f"/claims/{ref}/papers", data=body, content_type=FORM)


def test_a_file_that_is_a_little_too_large_is_told_of_beside_the_field(as_, filed):
    answer = send_by_hand(as_("clara"), filed, b"%PDF-1.7\n" + bytes(MOST_BYTES), paper="invoice")
    assert answer.status_code == 422
    assert "larger than 10 MB" in answer.text
    assert 'selected value="invoice"' in answer.text


def test_a_large_text_is_no_file(as_, filed):
    answer = send_by_hand(as_("clara"), filed, pdf(), paper="x" * 1_100_000)
    assert answer.status_code == 413


def test_a_name_is_a_label_and_nothing_else(as_, filed, settings):
    clara = as_("clara")
    for name in ("../../x", "x", "/etc/passwd", "..\\..\\x.exe", "\u202egpj.exe", "a" * 3000):
        send(clara, filed, pdf(), name)
    page = clara.get(f"/claims/{filed}")
    labels = [name for name in page.links if name.endswith(".pdf")]
    assert {"x.pdf", "passwd.pdf", "x.exe.pdf", "gpj.exe.pdf"} <= set(labels)
    assert all("/" not in one and "\\" not in one and len(one) <= 100 for one in labels)
    inside = {one.parent.name for one in settings.home.parent.rglob("*") if one.is_file()}
    assert inside <= {"home", vault.PAPERS, vault.KEYS, "keys", "heads"} | {"tests"}


@pytest.mark.parametrize(
    ("name", "shown", "saved"),
    [
        (
            "😀😀.pdf",
            "😀😀.pdf",
            "filename=paper.pdf; filename*=UTF-8''%F0%9F%98%80%F0%9F%98%80.pdf",
        ),
        ("......", "paper.pdf", "filename=paper.pdf"),
        ("a\u202efdp.exe", "afdp.exe.pdf", "filename=afdp.exe.pdf"),
        ("a" * 300, "a" * 96 + ".pdf", f"filename={'a' * 96}.pdf"),
        ("letter", "letter.pdf", "filename=letter.pdf"),
        ("../../../boot", "boot.pdf", "filename=boot.pdf"),
    ],
)
def test_a_file_is_saved_under_a_safe_name(as_, filed, name, shown, saved):
    page = send(as_("clara"), filed, pdf(), name).click(shown)
    assert page.headers["Content-Disposition"] == f"attachment; {saved}"


def test_none_or_two_at_once_or_of_an_unknown_kind(as_, filed, files_there):
    clara = as_("clara")
    two = [(io.BytesIO(pdf()), "one.pdf"), (io.BytesIO(png()), "two.png")]
    assert "one file at a time" in send(clara, filed, two, status=422).text
    assert "Choose a file" in send(clara, filed, [(io.BytesIO(b""), "")], status=422).text
    assert "Choose a file" in clara.post(f"/claims/{filed}/papers", {}, 422).text
    send(clara, filed, pdf(), paper="passport", status=422)
    assert "empty" in send(clara, filed, b"", paper="passport", status=422).text
    assert files_there(filed) == 0


class Endless:
    """A body that never ends, and counts what was taken of it."""

    taken = 0

    def read(self, size=-1):
        assert 0 <= size <= 1_000_000, "all of it would be read"
        self.taken += size
        return b"x" * size

    def readline(self, size=-1):
        return self.read(size)


class EndlessFile(Endless):
    """A form with a file that never ends."""

    def read(self, size=-1):
        data = super().read(size)
        return HEAD + data[len(HEAD) :] if self.taken == size else data


@pytest.mark.parametrize("body", [Endless(), EndlessFile()], ids=["noise", "file"])
@pytest.mark.parametrize("told", [True, False], ids=["told", "chunks"])
def test_a_body_above_the_limit_is_not_read(as_, filed, told, body):
    clara, before = as_("clara"), body.taken
    length = {"CONTENT_LENGTH": "100000000"} if told else {"wsgi.input_terminated": True}
    tracemalloc.start()
    answer = clara.raw.post(
        f"/claims/{filed}/papers",
        content_type=FORM,
        environ_overrides={"wsgi.input": body, **length},
    )
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 413
    assert "less than 10 MB" in answer.text
    assert body.taken - before <= (0 if told else LARGEST + 100_000)
    assert most < 5_000_000


def test_another_house_limit_stays_as_it_was(as_, filed):
    page = as_("clara").post("/claims/file", {"story": "x" * 1_100_000}, 413)
    assert "less than 1 MB" in page.text


def test_a_file_for_anothers_claim_leads_nowhere(as_, filed, entered, files_there):
    for name in ("juror.001", "olive", "edith", "aaron", "agnes"):
        send(as_(name), filed, pdf(), status=404)
    assert files_there(filed) == 0
    send(as_("clara"), entered, pdf(), status=404)


def test_after_the_decision_nothing_is_taken(as_, do, cast, handed_in, files_there):
    clara = as_("clara")
    send(clara, handed_in, pdf())
    do(cast.olive, decide_claim, handed_in, REFUSED, 3)
    page = send(clara, handed_in, pdf(), status=409)
    assert "decided on the papers" in page.text
    assert "Send this paper" not in page.text
    assert "Remove" not in page.text
    assert files_there(handed_in) == 1


def test_the_forty_first_file(as_, cast, work, filed, files_there):
    with work(cast.clara) as w:
        for _one in range(40):
            add_paper(w, filed, Paper.OTHER, judge(png(), "x.png"))
    page = send(as_("clara"), filed, pdf(), status=409)
    assert "40 files already" in page.text
    assert files_there(filed) == 40


def test_no_file_is_looked_into_that_is_not_taken_anyway(as_, do, cast, disputed, monkeypatch):
    clara = as_("clara")
    for _one in range(3):
        send(clara, disputed, png(), where="attachments")
    monkeypatch.setattr("claims.views.papers.judge", None)
    assert "decided on the papers" in send(clara, disputed, pdf(), status=409).text
    assert "3 files" in send(clara, disputed, pdf(), where="attachments", status=409).text


def test_a_file_comes_as_a_download_and_as_nothing_else(as_, handed_in):
    clara, data = as_("clara"), jpeg()
    page = send(clara, handed_in, data, "诊断 “1”.jpg")
    got = page.click("诊断")
    assert got.data == data
    heads = got.headers
    assert heads["Content-Type"] == "image/jpeg"
    assert heads["Content-Disposition"] == (
        "attachment; filename=1.jpg; filename*=UTF-8''%E8%AF%8A%E6%96%AD%20%E2%80%9C1%E2%80%9D.jpg"
    )
    assert heads["X-Content-Type-Options"] == "nosniff"
    assert heads["Cache-Control"] == "no-store"
    assert heads["Content-Security-Policy"] == "default-src 'none'; sandbox"
    part = clara.raw.get(got.path, headers={"Range": "bytes=0-1"})
    assert (part.status_code, part.data) == (200, data)


def test_officers_list_and_open_papers_once_they_are_handed_in(as_, do, cast, filed):
    page = send(as_("clara"), filed, pdf(), "police.pdf", "accident")
    paper_id = page.links["police.pdf"].rpartition("/")[2]
    where = f"/claims/{filed}/plan-papers/{paper_id}"
    olive, oscar = as_("olive"), as_("oscar")
    olive.get(where, status=404)
    do(cast.clara, hand_in_claim, filed)
    for officer in (olive, oscar):
        page = officer.get(f"/claims/{filed}/investigation")
        assert "1 of 7 papers" in page.text
        assert page.click("police.pdf").data == pdf()
    assert "Remove" not in page.text
    for name in ("juror.001", "edith", "aaron", "agnes"):
        someone = as_(name)
        someone.get(f"/claims/{filed}/papers/{paper_id}", status=404)
        someone.get(where, status=403)
    olive.get(f"/claims/{filed}/papers/{paper_id}", status=404)


def test_the_desk_tells_how_soon_claims_are_complete(as_, handed_in, clock):
    olive = as_("olive")
    assert "no claim to count yet" in olive.get("/claims/desk/").text
    clock.move(days=2)
    assert "0 of 1 claims (0%)" in as_("olive").get("/claims/desk/").text


def test_attachments_are_brought_by_a_side_and_shown_with_the_statements(
    as_, disputed, files_there
):
    clara, helper, olive = as_("clara"), as_("juror.001"), as_("olive")
    page = send(helper, disputed, pdf(), "expert.pdf", where="attachments")
    assert page.path == f"/claims/{disputed}/statement"
    assert "expert.pdf" in clara.get(f"/claims/{disputed}/statement").text
    for _more in range(2):
        page = send(clara, disputed, png(), "scar.png", where="attachments")
    assert "Attach it" not in page.text
    assert "3 files" in send(clara, disputed, pdf(), where="attachments", status=409).text
    page = olive.get(f"/claims/{disputed}/plan-statement")
    assert "expert.pdf" not in page.text
    page = send(olive, disputed, pdf(), "letter.pdf", where="plan-attachments")
    assert page.click("letter.pdf").data == pdf()
    assert "letter.pdf" not in clara.get(f"/claims/{disputed}/statement").text
    for person, door in ((clara, "statement"), (olive, "plan-statement")):
        page = person.get(f"/claims/{disputed}/{door}").form("Save and hand it in")
        page.fill(text="So it was.").send("Save and hand it in").form("Hand it in").send()
    page = olive.get(f"/claims/{disputed}/plan-statement")
    assert page.click("expert.pdf").data == pdf()
    page = helper.get(f"/claims/{disputed}/statement")
    assert page.click("letter.pdf").data == pdf()
    assert "Remove" not in clara.get(f"/claims/{disputed}/statement").text
    assert files_there(disputed) == 0


def test_what_was_written_stays_when_an_attachment_is_refused(as_, disputed):
    clara = as_("clara")
    form = clara.get(f"/claims/{disputed}/statement").form("Save and hand it in")
    form.fill(text="What we saved.").send("Save")
    page = send(clara, disputed, SVG, where="attachments", status=422)
    assert page.form("Save and hand it in").values["text"] == ["What we saved."]
    page = send(clara, disputed, pdf(), where="attachments", htmx="attachments")
    assert not page.whole
    page = page.form("Remove").send(htmx="attachments")
    assert "paper.pdf" not in page.text
    send(as_("juror.002"), disputed, pdf(), where="attachments", status=404)


def test_no_name_of_a_file_stands_in_a_log_line_or_a_cookie(as_, handed_in, settings, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)
    clara = as_("clara")
    send(clara, handed_in, SVG, "Dr Sorrelgate.svg", status=422)
    page = send(clara, handed_in, pdf(b"<< /Author (kestrelweed) >>"), "Dr Sorrelgate.pdf")
    page.click("Dr Sorrelgate.pdf")
    [kept] = (settings.home / vault.PAPERS).iterdir()
    kept.write_bytes(kept.read_bytes()[:-1])
    clara.get(f"/claims/{handed_in}")
    page.click("Dr Sorrelgate.pdf", status=500)
    told = [*caplog.messages, *(str(one.exc_text) for one in caplog.records)]
    assert any("a paper is not as it was put there" in one for one in told)
    told += [str(one) for one in clara.raw._cookies.values()]
    assert not [one for one in told if "Sorrelgate" in one or "kestrelweed" in one]
