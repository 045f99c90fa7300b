import json
from datetime import date
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from audit.models import QueuedEntry
from kernel.actor import Role
from members.queries import account_by_email, roles_of
from tests.village import person


@pytest.fixture
def run(app):
    def invoke(*words, typed=None):
        return app.test_cli_runner().invoke(args=["members", "add", *words], input=typed)

    return invoke


def test_a_member_is_given_a_role(run, work):
    with work() as w:
        person(w, "Mira")
    done = run("--email", "mira@village.example", "--role", "officer")
    assert done.exit_code == 0, done.output
    with work(writing=False) as w:
        mira = account_by_email(w.session, "mira@village.example")
        assert Role.OFFICER in roles_of(w.session, mira.id)


def test_for_a_new_account_what_is_missing_is_asked_for(run, work):
    secret = "timber otter velvet plum"
    typed = f"Mira Holt\n1990-05-17\n{secret}\n{secret}\n"
    done = run("--email", "mira@village.example", "--role", "auditor", typed=typed)
    assert done.exit_code == 0, done.output
    assert secret not in done.output
    with work(writing=False) as w:
        assert account_by_email(w.session, "mira@village.example").name == "Mira Holt"


def test_a_weak_password_is_refused_in_one_line(run):
    done = run("--email", "m@village.example", "--name", "M", "--born", "1990-05-17",
               "--password", "short")  # fmt: skip
    assert done.exit_code == 1
    assert "at least 15 characters" in done.output
    assert "Traceback" not in done.output


def test_a_link_for_a_new_password_is_good_once(app, client, work):
    with work() as w:
        person(w, "Mira")
    run = app.test_cli_runner()
    done = run.invoke(args=["members", "password", "--email", "mira@village.example"])
    assert done.exit_code == 0, done.output
    path = urlsplit(done.output.strip()).path
    page = client.get(path).fill(password="timber otter velvet plum").send()
    assert page.path == "/sign-in"
    client.get(path, status=409)
    assert client.sign_in("mira@village.example", "timber otter velvet plum").path == "/"


def test_a_date_of_birth_is_corrected(app, work):
    with work() as w:
        person(w, "Mira", born_on=date(2015, 1, 1))
    run = app.test_cli_runner()
    to = ["members", "born", "--email", "mira@village.example", "--on"]
    assert run.invoke(args=[*to, "1985-01-01"]).exit_code == 0
    assert "lies in the future" in run.invoke(args=[*to, "2999-01-01"]).output
    with work(writing=False) as w:
        mira = account_by_email(w.session, "mira@village.example")
        assert mira.born_on == date(1985, 1, 1)
        entries = w.session.scalars(sa.select(QueuedEntry.entry))
        [told] = [json.loads(one) for one in entries if b"birth.corrected" in one]
    assert set(told) == {"v", "kind", "at", "by"}
    assert len(told["at"]) == len("2026-11-24")
    for command in ("password", "born"):
        said = ["members", command, "--email", "x@village.example"]
        said += ["--on", "1985-01-01"] if command == "born" else []
        assert run.invoke(args=said).exit_code == 2
