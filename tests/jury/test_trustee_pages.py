"""A trustee's pages from the first look to the verdict, and those of admins and officers."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from jury.keys import has_words
from kernel.actor import Actor
from kernel.settings import Settings
from tests.clock import TestClock
from tests.jury.bench import REF, OpenWork
from tests.jury.trusted import Trusted, make_trusted, on
from tests.jury.walk import Visit, send, signed_in
from tests.markup import elements, text_of
from tests.page import Client, Page

KEY = f"/jury/keys/{REF}"
BENCH = f"/jury/bench/{REF}"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, trustees=(2, 3))


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: object) -> Trusted:
    return make_trusted(work, clock, book=True)


@pytest.fixture
def tara(bench: Trusted, visit: Visit) -> Callable[[], Client]:
    """Tara at a browser, signed in just now."""
    return lambda: signed_in(visit, bench.trustees[0])


def words_on(page: Page) -> list[str]:
    [listed] = [one for one in elements(page.body, "ol") if one.get("class") == "words"]
    return [text_of(item) for item in elements(listed, "li")]


def look(client: Client) -> tuple[Page, str]:
    """Look at one's words; return the page and them."""
    page = client.get(KEY).press("Show my words once")
    return page, " ".join(words_on(page))


def closed(bench: Trusted) -> None:
    jurors = bench.ready()
    for juror in jurors:
        bench.vote(juror, "deny" if juror is jurors[0] else "uphold")
    bench.close()


def entering(visit: Visit, bench: Trusted, trustee: Actor, words: str, status: int = 200) -> Page:
    form = signed_in(visit, trustee).get(KEY).form("Enter the words")
    return form.fill({"words": words}).send(status=status)


def test_a_trustee_puts_the_words_on_paper(
    bench: Trusted, visit: Visit, tara: Callable[[], Client]
) -> None:
    bench.freeze()
    client = tara()
    page = client.get("/").click("Put your words on paper")
    assert page.path == KEY
    assert "words of any 2 of you" in page.text
    assert "millimetre" not in page.text, "what the case is about a trustee need not know"
    page, words = look(client)
    assert len(words.split()) == 33
    assert page.headers["Cache-Control"] == "no-store"
    assert not has_words(on(bench), REF, 1), "destroyed once the page has left"
    again = client.post(f"{KEY}/words", status=409)
    assert "not here any more" in again.text
    assert words not in again.text
    assert "Say that your words are on paper" in client.get("/").text
    page = client.get("/jury/").click(f"Case {REF}").press("I have them on paper")
    assert "There is nothing to do now" in page.text
    assert "on paper" not in client.get("/").text
    assert send(client, f"{KEY}/paper")[0] == 303


def test_the_page_with_the_words_is_where_they_are_kept_from(
    bench: Trusted, tara: Callable[[], Client]
) -> None:
    bench.freeze()
    page, _words = look(tara())
    assert "There is nothing to do now" in page.press("I have them on paper").text


def test_a_page_that_did_not_leave_can_be_had_once_more(
    bench: Trusted, tara: Callable[[], Client]
) -> None:
    """The server broke down, or the line did, before the page had left: nothing is destroyed."""
    bench.freeze()
    client = tara()
    token = client.get(KEY) and client.token()
    answer = client.raw.post(f"{KEY}/words", data={"csrf_token": token}, buffered=False)
    assert answer.status_code == 200
    answer.close()
    assert has_words(on(bench), REF, 1)
    page = client.get(KEY)
    assert "you can look once more" in page.text
    _page, words = look(client)
    assert len(words.split()) == 33


def test_who_is_no_trustee_of_the_case_finds_nothing(bench: Trusted, visit: Visit) -> None:
    bench.freeze()
    nobody = (bench.trustees[3], bench.cast.olive, bench.cast.agnes, bench.cast.jurors[0])
    for actor in nobody:
        client = signed_in(visit, actor)
        missing = client.get("/jury/keys/C-2026-9999", status=404).text
        assert client.get(KEY, status=404).text == missing
        client.get("/jury/keys/c%00", status=404)
        for door in (KEY, f"{KEY}/words", f"{KEY}/paper"):
            assert send(client, door, words="x")[0] == 404
        assert "Parts of keys" not in client.get("/jury/").text


def test_words_are_brought_and_the_box_opens(bench: Trusted, visit: Visit) -> None:
    closed(bench)
    one, other, _third = bench.holders()
    juror = signed_in(visit, bench.jurors("accepted")[0])
    assert "once trustees have brought the key" in juror.get(f"/jury/cases/{REF}").text
    client = signed_in(visit, one)
    page = client.get("/").click("Bring your words")
    mine = bench.papers[one.account]
    wrong = [*mine.split()[:32], "squirel"]
    for typed, why in (
        ("", "these are 0"),
        (" ".join(wrong), "Word 33 is none that a share can hold"),
        (" ".join(mine.split()[::-1]), "do not fit together"),
    ):
        page = page.form("Enter the words").fill({"words": typed}).send(status=422)
        assert why in page.text
        assert page.form("Enter the words").values["words"] == [typed], "nothing typed is lost"
        assert page.headers["Cache-Control"] == "no-store"
    page = page.form("Enter the words").fill({"words": f"  {mine.upper()}\n"}).send()
    assert "Your words are entered" in page.text
    assert mine.split()[4] not in page.text.split()
    officer = signed_in(visit, bench.cast.olive)
    page = officer.get(BENCH)
    assert "Wait for the trustees to bring their words" in page.text
    assert page.text.partition("Have brought their words")[2].strip().startswith("1 / 2")
    assert "Wait for the trustees" in officer.get("/jury/bench/").text
    assert "entered before" in entering(visit, bench, other, mine, status=422).text
    entering(visit, bench, other, bench.papers[other.account])
    bench.decide()
    page = visit().get(f"/verdicts/{REF}")
    assert "trustees held the key to the ballots in parts" in page.text
    assert "Destroy your paper" in signed_in(visit, one).get(KEY).text


def test_what_was_typed_too_early_or_too_late_is_not_lost(bench: Trusted, visit: Visit) -> None:
    bench.ready()
    tara = bench.trustees[0]
    mine = bench.papers[tara.account]
    client = signed_in(visit, tara)
    client.get(KEY)
    page = client.post(KEY, {"words": mine}, status=409)
    assert "before the poll has closed" in page.text
    assert page.form("Enter the words").values["words"] == [mine]
    bench.close()
    client = signed_in(visit, tara)
    page = client.get(KEY)
    bench.clock.move(hours=72)
    client = signed_in(visit, tara)
    assert "The time to bring your words is over" in client.get(KEY).text
    page = client.post(KEY, {"words": mine}, status=409)
    assert "time to enter words is over" in page.text
    assert page.form("Enter the words").values["words"] == [mine]


def test_officers_see_who_is_waited_for(bench: Trusted, visit: Visit) -> None:
    bench.freeze()
    bench.draw()
    officer = signed_in(visit, bench.cast.olive)
    page = officer.get(BENCH)
    assert "Wait for the jurors' answers" in page.text
    assert "Trustees who have their words on paper: 0. All 3 must." in page.text
    bench.accept()
    bench.look(bench.trustees[1])
    page = officer.get(BENCH)
    assert "Wait for the trustees to put their words on paper" in page.text
    refs = [one.ref for one in bench.holders()]
    assert [ref in page.text for ref in refs] == [True] * 3
    assert "Tara" not in page.text
    assert page.text.count("not looked at yet") == 2
    assert "shown, not yet said to be on paper" in page.text
    bench.clock.move(hours=72)
    officer = signed_in(visit, bench.cast.olive)
    page = officer.get(BENCH)
    assert "Not all trustees have put their words on paper" in page.text
    assert "Another officer has to agree" in page.press("Propose to void the case").text


def test_an_admin_appoints_trustees_and_ends_them(bench: Trusted, visit: Visit) -> None:
    admin = signed_in(visit, bench.cast.agnes)
    page = admin.get("/desk/").click("Trustees")
    assert "any 2 of them" in page.text
    assert "Theo" in page.text
    page = page.form("Ask them").fill({"account": "A-00000000"}).send(status=422)
    assert "No account has this reference." in page.text
    assert page.form("Ask them").values["account"] == ["A-00000000"]
    own = page.form("Ask them").fill({"account": bench.cast.agnes.ref}).send(status=409)
    assert "Nobody appoints themselves" in own.text
    page = own.form("Ask them").fill({"account": bench.cast.clara.ref}).send()
    assert "Asked, and not answered Clara" in page.text
    clara = signed_in(visit, bench.cast.clara)
    page = clara.get("/").click("You are asked to be a trustee")
    assert "33 words" in page.text
    assert "You are a trustee now" in page.press("Accept: be a trustee").text
    clara.get("/jury/trust", status=404)
    clara.post("/jury/trust", {"answer": "decline"}, status=409)
    clara.post("/jury/trust", {"answer": "what"}, status=422)
    page = admin.get("/jury/trustees/")
    for _ in range(3):
        page = next(form for form in page.forms if form.action.endswith("/end")).send()
    assert "Too few are appointed" in page.text
    assert "2 are appointed; a case takes 3" in admin.get("/desk/").text
    admin.post("/jury/trustees/x/end", status=404)
    signed_in(visit, bench.cast.olive).get("/jury/trustees/", status=403)


def test_about_says_what_trustees_could_do(bench: Trusted, visit: Visit) -> None:
    assert "split among 3 trustees, and any 2 of them" in visit().get("/about").text
