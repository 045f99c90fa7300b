"""One disputed claim goes all the way, as people would do it: with a browser, link by link.

Told twice: once with JavaScript and once without.
"""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.village import (
    PASSWORD,
    agree,
    answer_case,
    approve,
    enter,
    open_the_books,
    right_answers,
    settle,
    vote,
)

ROOT = Path(__file__).parents[2]


def sign_in(page, name, password=PASSWORD):
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@village.example")
    page.get_by_label("Password").fill(password)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


def sign_out(page):
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").first.wait_for()


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.locator("main").get_by_role("link", name=name).first.click()


def join(page):
    page.goto("/")
    page.get_by_role("link", name="Join").first.click()
    page.get_by_label("Your name").fill("Noor Haddad")
    page.get_by_label("E-mail").fill("noor@village.example")
    page.get_by_label("Password").fill("timber otter velvet plum")
    page.get_by_label("Date of birth").fill("1990-05-17")
    page.locator("[name=promise]").check()
    page.locator("main").get_by_role("button").first.click()
    page.wait_for_url("**/quiz/")


def sit_the_exam(page, live):
    press(page, "Start the exam")
    page.wait_for_url("**/quiz/sittings/*")
    sitting_id = page.url.rpartition("/")[2].partition("?")[0]
    with live.work(writing=False) as w:
        right = right_answers(w, sitting_id)
    position = 1
    while position <= len(right):
        while page.locator(f"[name='q-{position}']").count():
            put(page, position, right[position])
            position += 1
        with page.expect_navigation():
            page.locator("main button[value=on]").click()
    press(page, "Hand in the paper")
    page.get_by_text("passed").first.wait_for()


def put(page, position, answer):
    """Answer a question of the page in view: letters, or letters with places (`b1`)."""
    for one in answer:
        order = page.locator(f"select[name='q-{position}']:has(option[value='{one}'])")
        if order.count():
            order.select_option(one)
        else:
            page.locator(f"[name='q-{position}'][value='{one}']").check()


def draw_and_open(page, live, cast, ref):
    """The officer announces the draw, the worker draws, the jurors answer, the poll opens."""
    sign_in(page, "olive")
    page.goto(f"/jury/bench/{ref}")
    press(page, "Publish a roll")
    live.tick()
    page.goto(f"/jury/bench/{ref}")
    page.get_by_label("A secret of this house").check()
    press(page, "Draw the panel")
    live.tick()
    live.tick()
    for juror in cast.jurors:
        with live.work(juror) as w:
            from jury.actions import accept_seat

            accept_seat(w, ref)
    page.goto(f"/jury/bench/{ref}")
    press(page, "Open the poll")
    page.get_by_text("The box is sealed").wait_for()
    sign_out(page)


def judge(page, live, ref):
    """The newcomer takes the seat, reads, answers, checks and casts; the receipt is kept."""
    sign_in(page, "noor", "timber otter velvet plum")
    page.goto("/jury/")
    page.locator(f"a[href='/jury/cases/{ref}']").first.click()
    press(page, "Take the seat")
    page.get_by_role("heading", name="Three questions about this case").wait_for()
    with live.work(writing=False) as w:
        from jury.queries import file_of, the_case

        file = file_of(the_case(w.session, ref))
    for number, question in enumerate(file.quiz):
        page.locator(f"[name='question-{number}'][value='{(question.key + 1) % 3}']").check()
    press(page, "Check my answers")
    page.get_by_text("Not all three are right yet").first.wait_for()
    for number, question in enumerate(file.quiz):
        page.locator(f"[name='question-{number}'][value='{question.key}']").check()
    press(page, "Check my answers")
    page.get_by_role("heading", name="Your ballot").wait_for()
    press(page, "Check my answers")  # nothing chosen yet: the page says what is missing
    page.locator(".errors").wait_for()
    for clause in file.issues:
        page.locator(f"[name='issue-{clause}'][value='does_not_apply']").check()
    page.get_by_text("Uphold: the claim is to be paid").click()  # the card is the label
    page.locator("[name=reason]").fill("The clause asks for what nobody can bring.")
    press(page, "Check my answers")
    page.get_by_role("heading", name="Check your answers").wait_for()
    press(page, "Cast my ballot")
    page.get_by_role("heading", name="Your ballot is cast").wait_for()
    with page.expect_download() as download:
        follow(page, "Save it as a file")
    receipt = download.value.path().read_text()
    sign_out(page)
    return receipt


def verify(bundle, key, *more):
    return subprocess.run(
        [sys.executable, "-m", "audit.verify", str(bundle), "--key", key, *more],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def flipped(bundle, path):
    """Write the bundle again with one bit of its ballots changed."""
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = bytearray(old.read(name))
            if name.startswith("tile/entries/"):
                content[len(content) // 2] ^= 1
            new.writestr(name, bytes(content))
    return path


@pytest.mark.parametrize("script", [True, False], ids=["javascript", "no-javascript"])
def test_one_disputed_claim_goes_all_the_way(new_page, live, tmp_path, script):
    page = new_page(java_script_enabled=script, accept_downloads=True)
    with live.work() as w:
        cast = settle(w, jurors=11)
        open_the_books(w)
    join(page)
    sit_the_exam(page, live)
    sign_out(page)

    live.clock.move(days=31)
    with live.work(cast.olive) as w:
        ref = enter(w, "C-03", standard="twelve")
    with live.work(cast.oscar) as w:
        approve(w, "C-03", ref)
    with live.work(cast.clara) as w:
        agree(w, ref)
    sign_in(page, "olive")
    page.goto(f"/claims/{ref}/freezing")
    press(page, "Freeze the file and hand it to the jury")
    page.wait_for_url(f"**/{ref}*")
    sign_out(page)
    draw_and_open(page, live, cast, ref)

    receipt = judge(page, live, ref)
    for number, juror in enumerate(cast.jurors):
        with live.work(juror) as w:
            answer_case(w, ref)
            vote(w, ref, "deny" if number < 3 else "uphold")
    live.clock.move(hours=73)
    for _ in range(3):
        live.tick()

    page.goto("/verdicts/")
    page.locator(f"a[href='/verdicts/{ref}']").first.click()
    assert "upheld" in page.locator("main").inner_text().lower()

    sign_in(page, "aaron")
    page.goto("/audit/")
    page.locator(f"a[href='/audit/cases/{ref}']").first.click()
    with page.expect_download() as download:
        follow(page, "The bundle")
    bundle = tmp_path / f"case-{ref}.zip"
    download.value.save_as(bundle)
    (tmp_path / "receipt.txt").write_text(receipt)
    key = live.app.test_cli_runner().invoke(args=["audit", "key"]).output.strip()

    good = verify(bundle, key, "--receipt", str(tmp_path / "receipt.txt"))
    assert good.returncode == 0, good.stdout + good.stderr
    assert "FAIL" not in good.stdout
    bad = verify(flipped(bundle, tmp_path / "flipped.zip"), key)
    assert bad.returncode != 0
    assert "FAIL" in bad.stdout
