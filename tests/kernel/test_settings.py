import sys
from fractions import Fraction

import pytest
from click.testing import CliRunner
from flask.cli import FlaskGroup

from app import create_app
from kernel.settings import BadSetting, MailServer, Settings

GOOD = "a-secret-of-more-than-thirty-two-letters"


@pytest.mark.parametrize("secret", ["", "change-me", "secret", "short", "x" * 31])
def test_it_does_not_start_on_a_secret_that_can_be_guessed(secret, tmp_path):
    with pytest.raises(BadSetting, match="VENIRE_SECRET_KEY"):
        Settings.from_environment({"VENIRE_SECRET_KEY": secret, "VENIRE_HOME": str(tmp_path)})


def test_the_demo_finds_its_own_secret_in_the_home(tmp_path):
    (tmp_path / "secret-key").write_text(GOOD + "\n")
    assert Settings.from_environment({"VENIRE_HOME": str(tmp_path)}).secret_key == GOOD


def test_a_command_without_an_installation_says_so_in_a_line(tmp_path):
    env = {"VENIRE_HOME": str(tmp_path / "elsewhere"), "VENIRE_SECRET_KEY": None}
    commands = FlaskGroup(create_app=create_app)
    done = CliRunner().invoke(commands, ["audit", "key"], env=env)
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert f"no installation in {tmp_path / 'elsewhere'}" in done.output
    assert "Set VENIRE_HOME" in done.output


@pytest.mark.parametrize("url", ["postgres://host/db", "postgresql://host/db"])
def test_any_way_to_write_postgresql_is_understood(url, tmp_path):
    env = {"VENIRE_SECRET_KEY": GOOD, "VENIRE_HOME": str(tmp_path), "VENIRE_DATABASE_URL": url}
    assert Settings.from_environment(env).database == "postgresql+psycopg://host/db"


@pytest.mark.parametrize("count", ["-1", "one", "１", "1.5"])
def test_the_number_of_proxies_is_a_plain_number(count, tmp_path):
    env = {"VENIRE_SECRET_KEY": GOOD, "VENIRE_HOME": str(tmp_path), "VENIRE_PROXIES": count}
    with pytest.raises(BadSetting, match="VENIRE_PROXIES"):
        Settings.from_environment(env)


@pytest.mark.parametrize("share", ["67", "0.67", "1/2", "0/1", "3/2", "67/0", "-2/-3", "２/３"])
def test_a_majority_is_a_fraction_above_one_half(share, tmp_path):
    env = {"VENIRE_SECRET_KEY": GOOD, "VENIRE_HOME": str(tmp_path)}
    assert Settings.from_environment(env).rule_majority == Fraction(67, 100)
    with pytest.raises(BadSetting, match="VENIRE_RULE_MAJORITY"):
        Settings.from_environment({**env, "VENIRE_RULE_MAJORITY": share})
    exact = Settings.from_environment({**env, "VENIRE_RULE_MAJORITY": "2/3"})
    assert exact.rule_majority == Fraction(2, 3)


def from_env(tmp_path, **more):
    return Settings.from_environment(
        {"VENIRE_SECRET_KEY": GOOD, "VENIRE_HOME": str(tmp_path), **more}
    )


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("", None),
        ("smtp://mail.example", MailServer("mail.example", 587)),
        ("smtps://mail.example", MailServer("mail.example", 465, wrapped=True)),
        (
            "smtp://kim%40plan.example:a%2Fb%3Ac@mail.example:2525",
            MailServer("mail.example", 2525, False, "kim@plan.example", "a/b:c"),
        ),
        ("smtp://[::1]:25", MailServer("::1", 25)),
    ],
)
def test_a_mail_server_is_a_url(url, server, tmp_path):
    assert from_env(tmp_path, VENIRE_SMTP_URL=url).smtp_url == server


@pytest.mark.parametrize(
    "url",
    [
        "mail.example:25",
        "http://mail.example",
        "smtp://",
        "smtp://:25",
        "smtp://u:hush@mail.example:99999",
        "smtp://u:hush@mail.example:port",
        "smtp://u:hush@mail.example/path",
        "smtp://u:hu#sh@mail.example",
        "smtp://u@mail.example",
        "smtp://:hush@mail.example",
        "smtp://u:hush@mail.example\n",
        "smtp://u:hush@mäil.example",
    ],
)
def test_it_does_not_start_on_a_bad_mail_server_and_tells_no_password(url, tmp_path):
    with pytest.raises(BadSetting, match="VENIRE_SMTP_URL") as told:
        from_env(tmp_path, VENIRE_SMTP_URL=url)
    assert "hush" not in str(told.value)


def test_a_password_is_not_shown_with_the_settings(tmp_path):
    assert "hush" not in repr(from_env(tmp_path, VENIRE_SMTP_URL="smtp://u:hush@mail.example"))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_a_server_on_this_machine_is_known(host):
    assert MailServer(host, 25).is_here
    assert not MailServer("localhost.example", 25).is_here


@pytest.mark.parametrize(
    ("base_url", "sender"),
    [
        ("https://jury.plan.example/", "venire@jury.plan.example"),
        ("http://127.0.0.1:5000", "venire@[127.0.0.1]"),
        ("http://[::1]:5000", "venire@[IPv6:::1]"),
    ],
)
def test_mail_comes_from_our_own_host_unless_told_otherwise(base_url, sender, tmp_path):
    assert from_env(tmp_path, VENIRE_BASE_URL=base_url).sender == sender
    told = from_env(tmp_path, VENIRE_BASE_URL=base_url, VENIRE_MAIL_FROM="a.b+c@d.example")
    assert told.sender == "a.b+c@d.example"


@pytest.mark.parametrize("address", ["kim", "a@b@c", "Kim <a@b.example>", "a@b.example\nBcc: c@d"])
def test_it_does_not_start_on_a_bad_sender(address, tmp_path):
    with pytest.raises(BadSetting, match="VENIRE_MAIL_FROM"):
        from_env(tmp_path, VENIRE_MAIL_FROM=address)


@pytest.mark.parametrize(
    "text", ["3", "1/3", "4/3", "2/17", "0/0", "3/5/7", "-2/3", "３/５", "3 / 5"]
)
def test_trustees_are_so_many_of_so_many(text, tmp_path):
    env = {"VENIRE_SECRET_KEY": GOOD, "VENIRE_HOME": str(tmp_path)}
    for none in ("", "0"):
        assert Settings.from_environment({**env, "VENIRE_TRUSTEES": none}).trustees == (0, 0)
    assert Settings.from_environment({**env, "VENIRE_TRUSTEES": "3/5"}).trustees == (3, 5)
    with pytest.raises(BadSetting, match="VENIRE_TRUSTEES"):
        Settings.from_environment({**env, "VENIRE_TRUSTEES": text})


def test_it_does_not_start_with_trustees_where_no_key_can_be_split(tmp_path, monkeypatch):
    from app import create_app

    monkeypatch.setitem(sys.modules, "shamir_mnemonic", None)
    settings = Settings(tmp_path, GOOD, trustees=(3, 5))
    with pytest.raises(BadSetting, match=r"shamir-mnemonic.*requirements/extras\.txt"):
        create_app(settings)
