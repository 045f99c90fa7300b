import pytest

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
