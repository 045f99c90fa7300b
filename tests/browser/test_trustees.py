"""Trustees hold the key of a case: words on a screen and on paper, brought after closing."""

from dataclasses import replace

import pytest
from playwright.sync_api import Error

from tests.jury.bench import REF
from tests.jury.trusted import make_trusted
from tests.village import PASSWORD

KEY = f"/jury/keys/{REF}"
A4 = {"width": 794, "height": 1123}


@pytest.fixture
def settings(settings):
    return replace(settings, trustees=(2, 3))


@pytest.fixture
def bench(live):
    return make_trusted(live.work, live.clock, book=True)


def sign_in(page, name):
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@village.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def look_at_the_words(page):
    """From the front page to the words; return them."""
    page.get_by_role("link", name="Put your words on paper").click()
    press(page, "Show my words once")
    page.locator(".words li").first.wait_for()
    return page.locator(".words li").all_inner_texts()


def test_a_case_is_opened_by_its_trustees(live, bench, visitor, no_script, axe):
    bench.freeze()
    page, papers = visitor, {}
    sign_in(page, "tara")
    page.goto(KEY)
    axe(page)
    page.goto("/")
    papers["tara"] = look_at_the_words(page)
    assert len(papers["tara"]) == 33
    axe(page)
    page.emulate_media(media="print")
    page.set_viewport_size(A4)
    shown = page.locator("body").inner_text()
    assert all(f"\n{word}" in shown for word in papers["tara"])
    assert KEY in shown
    for not_on_paper in ("I have them on paper", "Sign out", "Write them down now"):
        assert not_on_paper not in shown
    assert page.evaluate("document.documentElement.scrollHeight") <= A4["height"], "one sheet"
    page.emulate_media(media="screen")
    press(page, "I have them on paper")
    page.wait_for_url(f"**{KEY}")
    axe(page)
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        page.go_back()  # the browser has kept no page with words
    page.wait_for_url("chrome-error://**")
    for name in ("timo", "tess"):  # one with JavaScript and one without
        page = no_script if name == "tess" else visitor
        sign_in(page, name)
        papers[name] = look_at_the_words(page)
        press(page, "I have them on paper")
    sign_in(visitor, "agnes")
    visitor.goto("/jury/trustees/")
    axe(visitor)
    bench.draw()
    jurors = bench.accept()
    bench.open()
    for juror in jurors:
        bench.quiz(juror)
        bench.vote(juror, "deny" if juror is jurors[0] else "uphold")
    bench.close()
    sign_in(visitor, "olive")
    visitor.goto(f"/jury/bench/{REF}")
    axe(visitor)
    sign_in(visitor, "tara")
    visitor.get_by_role("link", name="Bring your words").click()
    visitor.get_by_label("The 33 words").fill(" ".join([*papers["tara"][:32], "squirel"]))
    press(visitor, "Enter the words")
    visitor.get_by_text("Word 33 is none that a share can hold").first.wait_for()
    axe(visitor)
    assert "squirel" in visitor.get_by_label("The 33 words").input_value()
    visitor.get_by_label("The 33 words").fill("\n".join(papers["tara"]).upper())
    press(visitor, "Enter the words")
    visitor.get_by_text("Your words are entered").first.wait_for()
    sign_in(no_script, "tess")
    no_script.goto(KEY)
    no_script.get_by_label("The 33 words").fill(" ".join(papers["tess"]))
    press(no_script, "Enter the words")
    no_script.get_by_text("The box opens once 2 trustees").first.wait_for()
    live.tick()
    visitor.goto(f"/verdicts/{REF}")
    visitor.get_by_text("trustees held the key to the ballots in parts").wait_for()
