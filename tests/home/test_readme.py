"""What the README says to click first is there, in the demo that it seeds."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from audit.entry import parse
from audit.keys import REGISTRY
from audit.queries import entries
from home.demo import seed_demo
from jury.models import Reason, Verdict
from kernel.work import unit_of_work

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def demo(app, visit):
    """Sign in one of the demo's people, or nobody."""
    with app.app_context():
        seed_demo(lambda line: None)
    home = app.extensions["venire"].settings.home
    passwords = json.loads((home / "demo-people.json").read_text())

    def sign_in(name):
        client = visit()
        email = f"{name}@demo.example"
        client.sign_in(email, passwords[email])
        return client

    return sign_in


def runs_forwards(app):
    """Hold the registry of the demo to the order of its times."""
    with app.app_context(), unit_of_work(writing=False) as work:
        told = [parse(raw).get("at", "") for raw in entries(work.session, REGISTRY)]
    days = [at[:10] for at in told if at]
    assert days == sorted(days)
    times = [at for at in told if len(at) > len("2026-11-23")]
    assert times == sorted(times)


def speaks_for_itself(app):
    """Hold what jurors wrote and found to the case that they had before them."""
    with app.app_context(), unit_of_work(writing=False) as work:
        told = work.session.scalars(sa.select(Reason.text)).all()
        bodies = work.session.scalars(sa.select(Verdict.body)).all()
    assert len(told) == len(set(told)) > 10, "nobody says what another said"
    for body in bodies:
        found = [str(sorted(counts.items())) for counts in body["issues"].values()]
        assert len(found) == len(set(found)) > 1, "clause by clause they found something else"


def test_everything_to_click_first_is_there(demo, visit, app, tmp_path):
    runs_forwards(app)
    speaks_for_itself(app)
    cases = demo("juno").get("/").click("My cases")
    assert "Will you take this seat?" in cases.text
    assert "Read the case, then answer three questions" in cases.text
    paper = demo("noor").get("/quiz/").press("Start the exam")
    assert "Exam: page 1 of" in paper.h1
    officer = demo("otto").get("/desk/").text
    assert "Claims to look into" in officer
    assert "Claims being prepared" in officer
    assert "The jurors are voting" in demo("clara").get("/").click("My claims").text
    upheld = demo("cora").get("/claims/").click("Newborn's jaundice")
    assert "all that was claimed is paid" in upheld.text
    assert "If nobody does, it is paid on" in upheld.text
    denied = demo("dario").get("/claims/").click("Morning and afternoon")
    assert "nothing is paid" in denied.text
    assert denied.click("Appeal to another panel").form("Appeal")
    verdicts = visit().get("/").click("Verdicts")
    assert "upheld" in verdicts.text
    editor = demo("edda")
    desk = editor.get("/desk/").text
    for words in ("Clauses to look at", "A revision is to be weighed", "Members are asked about"):
        assert words in desk
    bank = editor.get("/quiz/").click("Question bank")
    assert "waits for your review" in bank.text
    assert "make 20 days" in bank.click("What members say").text
    auditor = demo("aron")
    ref = [words for words in verdicts.text.split() if words.startswith("C-")][-1]
    bundle = tmp_path / "case.zip"
    bundle.write_bytes(auditor.get(f"/audit/cases/{ref}/bundle").data)
    key = app.test_cli_runner().invoke(args=["audit", "key"]).output.strip()
    command = [sys.executable, "-m", "audit.verify", str(bundle), "--key", key]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
