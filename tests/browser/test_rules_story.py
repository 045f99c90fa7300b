"""A clause that jurors stumble over becomes a better one, as editors and members would do it.

Told twice: once with JavaScript and once without.
"""

from dataclasses import replace

import pytest

import claims.actions
import jury.actions
from jury.queries import file_of, the_case
from kernel.actor import Role
from kernel.db import new_id
from members.queries import actor_of
from quiz.actions import load_bank
from quiz.bank import demo_bank
from rules.actions import load_book
from rules.book import demo_book
from tests.browser.test_story import follow, press, sign_in, sign_out
from tests.village import agree, answer_case, approve, enter, person, settle

NEW = (
    "Within the last two years before the day of joining, the person to be covered has had no "
    "illness for which a doctor's order explicitly required continuous medication for more than "
    "30 days. Exactly 30 days are allowed, and 31 days are not. A person to whom this does not "
    "apply cannot join."
)
OLD = "no medication for 30 days within the last two years"
CASES = [
    ("One order of exactly 30 days. Does it bar joining?", "No", "Yes", "It is left open"),
    ("One order of 31 days. Does it bar joining?", "Yes", "No", "It is left open"),
    ("An order three years before joining. Does it bar joining?", "No", "Yes", "Left open"),
]


def old_book():
    """The demo's book as if the medication clause had never been mended."""
    book = demo_book()
    kept = [
        replace(one, in_force_until=None) if one.ref == "medication/1" else one
        for one in book.versions
        if one.ref != "medication/2"
    ]
    bank = demo_bank()
    items = tuple(
        item
        for item in bank.items
        if all((one.clause, one.version) != ("medication", 2) for one in item.anchors)
    )
    ids = {item.item for item in items}
    enemies = frozenset(pair for pair in bank.enemies if ids.issuperset(pair))
    return replace(book, versions=tuple(kept)), replace(bank, items=items, enemies=enemies)


def a_case_on_it(live, cast):
    """A panel decides on the old words, and four of its jurors find them unclear."""
    with live.work(cast.olive) as w:
        ref = enter(w, "C-10", standard="twelve")
    with live.work(cast.oscar) as w:
        approve(w, "C-10", ref)
    with live.work(cast.clara) as w:
        agree(w, ref)
    with live.work(cast.olive) as w:
        claims.actions.freeze(w, ref)
        jury.actions.build_roll(w)
    live.tick()
    with live.work(cast.olive) as w:
        jury.actions.commit_draw(w, ref)
    live.tick()
    live.tick()
    for juror in cast.jurors:
        with live.work(juror) as w:
            jury.actions.accept_seat(w, ref)
    with live.work(cast.olive) as w:
        jury.actions.open_poll(w, ref)
    for number, juror in enumerate(cast.jurors):
        with live.work(juror) as w:
            answer_case(w, ref)
            found = "unclear" if number < 4 else "does_not_apply"
            values = {f"issue-{one}": found for one in file_of(the_case(w.session, ref)).issues}
            choice = "deny" if number < 2 else "uphold"
            jury.actions.cast_ballot(w, ref, {**values, "choice": choice}, new_id())
    live.clock.move(hours=73)
    for _ in range(3):
        live.tick()
    return ref


def weigh_and_sign(page, name, ref, counted):
    """An editor who did not write it agrees to each change and signs it off."""
    sign_in(page, name)
    page.goto("/desk/")
    follow(page, "A revision is to be weighed")
    assert ref in page.locator("main").inner_text()
    follow(page, "Weigh the changes")
    for radio in page.locator("[name^='stance-'][value=agree]").all():
        radio.check()
    press(page, "Save what I hold")
    follow(page, "Back to the revision")
    press(page, "Sign it off")
    page.get_by_text(counted).first.wait_for()
    sign_out(page)


def draft(page, script):
    """The editor writes the new words, looks at them, and says why each of them changes."""
    follow(page, "Work on the words")
    page.locator("[name=text]").press_sequentially("Gone! ")
    if script:  # the marks follow the typing, without a button
        page.locator("#look ins", has_text="Gone").wait_for()
    page.locator("[name=text]").fill(NEW.replace(" before the day of joining", ""))
    press(page, "Look at the changes")
    page.locator("#look").get_by_text("hangs on no day").first.wait_for()
    page.locator("[name=text]").fill(NEW)
    page.locator("details summary", has_text="What is computed of it").evaluate(
        "one => one.parentElement.open = true"
    )
    page.locator("[name=criterion-1-operator]").select_option(">")
    page.locator("[name=criterion-1-edge_open]").uncheck()
    page.locator("[name=criterion-2-before]").select_option("joining")
    page.locator("button[name=step][value=save]").first.click()
    page.get_by_text("Saved.").wait_for()
    assert page.locator("#look").get_by_text("hangs on no day").count() == 0
    for reason in page.locator("[name^='reason-']").all():
        reason.fill("Jurors could not tell from when the two years count, nor whether 30 passes.")
    for waiver in page.locator("[name^='waive-']").all():
        waiver.fill("It is meant so.")
    page.locator("button[name=step][value=save]").last.click()
    page.get_by_text("Saved.").wait_for()


def revise(page, script):
    """From the queue to the language group."""
    sign_in(page, "edith")
    page.goto("/rules/queue/")
    flagged = page.locator("article", has=page.get_by_text("Medication", exact=False)).first
    assert "unclear" in flagged.inner_text()
    flagged.get_by_role("button", name="Open a revision").click()
    page.wait_for_url("**/rules/bench/**")
    revision = "R-2026-0001"
    page.goto(f"/rules/bench/{revision}")
    draft(page, script)
    page.goto(f"/rules/bench/{revision}")
    follow(page, "Title and summary")
    page.locator("[name=summary]").fill(
        "It says from when the two years count, and that 30 days pass."
    )
    press(page, "Save")
    follow(page, "Three cases for the members")
    for place, (facts, *options) in enumerate(CASES, start=1):
        page.locator(f"[name=facts-{place}]").fill(facts)
        for option, words in enumerate(options, start=1):
            page.locator(f"[name=option-{place}-{option}]").fill(words)
        page.locator(f"[name=key-{place}][value='0']").check()
    press(page, "Save")
    follow(page, "Whom it hits")
    replayed = page.locator("main").inner_text()
    assert "30 days" in replayed
    rows = page.locator("tbody tr").all_inner_texts()
    flips = [row for row in rows if "medication" in row.lower() and "left open" in row.lower()]
    assert any("30" in row and "allowed" in row.lower() for row in flips)
    assert not any(row.startswith("31") for row in flips)
    page.goto(f"/rules/bench/{revision}")
    press(page, "Send it to the language group")
    page.get_by_text("The language group has it").first.wait_for()
    sign_out(page)
    return revision


def ask_the_members(page, live, revision):
    sign_in(page, "emil")
    page.goto(f"/rules/bench/{revision}")
    press(page, "Put it before the members")
    page.get_by_text("The members are asked now").wait_for()
    sign_out(page)
    sign_in(page, "martin")
    page.goto("/rules/revisions/")
    page.locator(f"a[href*='{revision}']").first.click()
    page.goto(f"/rules/revisions/{revision}/consultation")
    press_last(page)  # nothing chosen yet: the page says what is missing
    page.locator(".errors").wait_for()
    for question in (1, 2, 3):
        page.locator(f"[name$='{question}'][type=radio][value='0']").check()
    page.locator("[name=vote][value=for]").check()
    press_last(page)
    page.get_by_role("heading", name="Your answers").wait_for()
    sign_out(page)


def press_last(page):
    page.locator("main form button[type=submit]").last.click()


@pytest.mark.parametrize("script", [True, False], ids=["javascript", "no-javascript"])
def test_a_clause_is_mended(new_page, live, script):
    page = new_page(java_script_enabled=script)
    with live.work() as w:
        cast = settle(w, jurors=12)
        book, bank = old_book()
        load_book(w, book)
        load_bank(w, bank)
        for name in ("Emil", "Ezra"):
            person(w, name, Role.EDITOR)
        actor_of(w.session, person(w, "Martin"))
    case = a_case_on_it(live, cast)

    revision = revise(page, script)
    weigh_and_sign(page, "emil", revision, "You have signed it off")
    weigh_and_sign(page, "ezra", revision, "You have signed it off")
    ask_the_members(page, live, revision)
    live.clock.move(days=14)
    live.tick()

    sign_in(page, "ezra")
    page.goto(f"/rules/bench/{revision}")
    press(page, "Put it into the book")
    page.get_by_text("It comes into force on").first.wait_for()
    sign_out(page)
    page.goto("/rules/clauses/medication")
    assert OLD in page.locator("main").inner_text()

    live.clock.move(days=2)
    live.tick()
    page.goto("/rules/clauses/medication")
    assert "for more than 30 days" in page.locator("main").inner_text()
    page.goto(f"/rules/revisions/{revision}")
    said = page.locator("main").inner_text()
    assert "in force" in said.lower()
    page.goto(f"/verdicts/{case}")
    assert OLD in page.locator("main").inner_text()
