from fractions import Fraction

import pytest

from kernel.settings import BadSetting, Settings

GOOD = "a-secret-of-more-than-thirty-two-letters"


@pytest.mark.parametrize("secret", ["", "change-me", "secret", "short", "x" * 31])
def test_it_does_not_start_on_a_secret_that_can_be_guessed(secret, tmp_path):
    with pytest.raises(BadSetting, match="VENIRE_SECRET_KEY"):
        Settings.from_environment({"VENIRE_SECRET_KEY": secret, "VENIRE_HOME": str(tmp_path)})


def test_the_demo_finds_its_own_secret_in_the_home(tmp_path):
    (tmp_path / "secret-key").write_text(GOOD + "\n")
    assert Settings.from_environment({"VENIRE_HOME": str(tmp_path)}).secret_key == GOOD


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
