"""Every page of the demo, as every person, in light and dark, on a phone and on a desk."""

import json

import pytest
import sqlalchemy as sa

from home.demo import seed_demo
from jury.models import JuryCase, Seat

EVERYBODY = ("/", "/about", "/rules/", "/rules/at/2019-01-01", "/rules/clauses/medication",
             "/rules/clauses/medication/history", "/rules/revisions/",
             "/rules/revisions/R-2026-0001", "/rules/revisions/R-2026-0002", "/verdicts/",
             "/verdicts/?clause=parents-knowledge&outcome=denied", "/log/", "/log/receipt",
             "/sign-in", "/join", "/mail/sent", "/left", "/no/such/page")  # fmt: skip
SHARED = 3  # among so many tests: one alone would be the last of all by minutes
OWN = {
    "noor": ("/", "/me", "/me/ties", "/me/leave", "/quiz/", "/quiz/practice/",
             "/quiz/practice/case-thirty-drops", "/jury/", "/jury/practice/",
             "/jury/practice/three-slips", "/jury/practice/three-slips/ballot",
             "/claims/", "/claims/file",
             "/claims/{decided_claim}", "/claims/{decided_claim}/dispute",
             "/claims/{decided_claim}/adviser",
             "/claims/payments/", "/people/"),
    "juno": ("/jury/roll", "/quiz/", "/quiz/delta/", "/quiz/sittings/{sitting}", "/jury/",
             "/jury/cases/{drawn}", "/jury/cases/{open}", "/jury/cases/{open}/private-data"),
    "clara": ("/claims/", "/claims/{open}", "/claims/{open}/withdrawal"),
    "cora": ("/claims/{upheld}",),
    "dario": ("/claims/{denied}", "/claims/{denied}/appeal"),
    "otto": ("/desk/", "/claims/desk/", "/claims/new", "/claims/{investigated}/investigation",
             "/claims/{disputed}/plan-statement", "/claims/{open}/file", "/claims/{decided}/after",
             "/claims/{prepared}/edit",
             "/claims/{review}/review", "/claims/{open}/freezing", "/jury/bench/",
             "/jury/bench/{drawn}", "/jury/bench/{open}", "/jury/bench/{decided}",
             "/jury/bench/{decided}/words", "/jury/bench/times",
             "/jury/bench/{withdrawn}", "/jury/bench/remarks"),
    "olga": ("/claims/{review}/review", "/claims/{review}/freezing"),
    "edda": ("/desk/", "/jury/contests/",
             "/quiz/items/", "/quiz/items/stale", "/quiz/items/two-stays-of-ten-days",
             "/quiz/items/two-stays-of-ten-days/1/actions", "/quiz/items/case-cellar-stairs",
             "/quiz/drafts/{draft}/review", "/quiz/drafts/new",
             "/quiz/proposals/tenure/2", "/quiz/figures/",
             "/quiz/reports/", "/quiz/import", "/quiz/cuts/", "/rules/queue/", "/rules/bench/",
             "/rules/bench/R-2026-0001", "/rules/bench/R-2026-0003", "/rules/bench/R-2026-0004",
             "/rules/bench/R-2026-0004/summary", "/rules/bench/R-2026-0004/questions",
             "/rules/bench/R-2026-0004/amendments/{amendment}",
             "/rules/bench/R-2026-0003/weighing", "/rules/bench/R-2026-0001/weighing",
             "/rules/bench/R-2026-0001/impact", "/rules/bench/R-2026-0001/worked-cases",
             "/rules/revisions/R-2026-0001/consultation"),
    "aron": ("/desk/", "/audit/", "/audit/cases/{decided}", "/audit/cases/{open}",
             "/audit/registry/", "/audit/registry/?subject={decided}",
             "/audit/exports", "/audit/figures", "/audit/tokens"),
    "ada": ("/desk/", "/people/", "/people/{person}", "/people/{person}/erasure", "/people/mail",
            "/jury/trustees/",
            "/quiz/allowances/"),
}  # fmt: skip


@pytest.fixture
def demo(live):
    """The demo on the live server: the passwords, and a ref for each kind of page."""
    with live.app.app_context():
        seed_demo(lambda line: None)
    with live.work(writing=False) as w:
        stages = {row.stage: row.ref for row in w.session.scalars(sa.select(JuryCase))}
        assert w.session.scalar(sa.select(sa.func.count()).select_from(Seat)) > 100
        claims = w.session.execute(sa.text("SELECT state, ref FROM claim"))
        states = {row.state: row.ref for row in claims}
        person = w.session.scalar(sa.text("SELECT ref FROM account ORDER BY ref LIMIT 1"))
        amendment = w.session.scalar(
            sa.text("SELECT id FROM amendment WHERE clause_id = 'dispute'")
        )
        draft = w.session.scalar(sa.text("SELECT id FROM item_draft"))
        juno = sa.text(
            "SELECT sitting.id FROM sitting JOIN account ON account.id = account_id "
            "WHERE email = 'juno@demo.example'"
        )
        sitting = w.session.scalar(juno)
        verdicts = w.session.execute(sa.text("SELECT outcome, case_ref FROM verdict"))
        outcomes = {row.outcome: row.case_ref for row in verdicts}
    refs = {
        **stages,
        **outcomes,
        "draft": draft,
        "sitting": sitting,
        "amendment": amendment,
        "person": person,
        "prepared": states["prepared"],
        "review": states["in_review"],
        "investigated": states["investigated"],
        "disputed": states["disputed"],
        "decided_claim": states["decided"],
    }
    home = live.app.extensions["venire"].settings.home
    return json.loads((home / "demo-people.json").read_text()), refs


def enter(page, name, passwords):
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@demo.example")
    page.get_by_label("Password").fill(passwords[f"{name}@demo.example"])
    page.locator("main").get_by_role("button").first.click()
    page.get_by_role("button", name="Sign out").wait_for()


def test_every_page_of_everybody_is_accessible(new_page, demo, axe):
    _passwords, refs = demo
    page = new_page()
    for path in (*EVERYBODY, "/verdicts/{decided}", "/verdicts/{withdrawn}"):
        page.goto(path.format(**refs))
        axe(page)


@pytest.mark.parametrize("names", [tuple(OWN)[place::SHARED] for place in range(SHARED)])
def test_every_page_of_ones_own_is_accessible(new_page, demo, axe, names):
    passwords, refs = demo
    for name in names:
        page = new_page()
        enter(page, name, passwords)
        for path in OWN[name]:
            page.goto(path.format(**refs))
            assert page.locator("h1").count() == 1
            axe(page)


def test_the_steps_of_a_juror_and_of_a_candidate_are_accessible(new_page, live, demo, axe):
    passwords, refs = demo
    page = new_page()
    enter(page, "noor", passwords)
    page.goto("/quiz/")
    with page.expect_navigation():
        page.get_by_role("button", name="Start the exam").click()
    axe(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Save and review").click()
    axe(page)
    page.get_by_role("button", name="Hand in the paper").click()
    page.get_by_text("not passed").or_(page.get_by_text("Not passed")).first.wait_for()
    axe(page)
    page = new_page()
    enter(page, "juno", passwords)
    page.goto(f"/jury/cases/{refs['open']}")
    from jury.queries import file_of, the_case

    with live.work(writing=False) as w:
        keys = [one.key for one in file_of(the_case(w.session, refs["open"])).quiz]
    for number, key in enumerate(keys):
        page.locator(f"[name='question-{number}'][value='{key}']").check()
    page.get_by_role("button", name="Check my answers").click()
    page.get_by_role("heading", name="Your ballot").wait_for()
    axe(page)
    page.get_by_role("button", name="Check my answers").click()
    page.locator(".errors").wait_for()
    axe(page)
    for field in page.locator("fieldset").all():
        field.locator("label").first.click()
    page.get_by_label("Your reason").fill("The clause asks for what nobody could bring.")
    page.get_by_role("button", name="Check my answers").click()
    page.get_by_role("heading", name="Check your answers").wait_for()
    axe(page)
    page.get_by_role("button", name="Cast my ballot").click()
    page.get_by_role("heading", name="Your ballot is cast").wait_for()
    axe(page)
