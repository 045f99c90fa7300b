"""Commands for trustees: a share is entered on the server, and the whole is rehearsed."""

import re
import sys
from dataclasses import replace

import pytest
from click.testing import Result
from flask import current_app

from jury import cli, shares
from kernel.settings import Settings
from tests.clock import TestClock
from tests.jury.bench import REF, OpenWork
from tests.jury.trusted import Trusted, make_trusted, stage


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, trustees=(2, 3))


@pytest.fixture
def bench(work: OpenWork, clock: TestClock) -> Trusted:
    return make_trusted(work, clock)


def run(bench: Trusted, *args: str, typed: str = "") -> Result:
    with bench.work(writing=False):
        return current_app.test_cli_runner().invoke(cli.jury, list(args), input=typed)


def test_a_share_is_entered_on_the_server_and_not_shown(bench: Trusted) -> None:
    bench.ready()
    one, other, third = (bench.papers[trustee.account] for trustee in bench.holders())
    early = run(bench, "enter-share", REF, typed=f"{one}\n")
    assert early.exit_code == 1
    assert "before the poll has closed" in early.output
    bench.close()
    assert run(bench, "enter-share", "C-2026-9999", typed=f"{one}\n").exit_code == 1
    done = run(bench, "enter-share", REF, typed=f"{one}\n")
    assert done.exit_code == 0, done.output
    assert "1 of the 2 trustees who are needed" in done.output
    wrong = run(bench, "enter-share", REF, typed=f"{third} again\n")
    assert "these are 34" in wrong.output
    assert "2 of the 2" in run(bench, "enter-share", REF, typed=f"{other}\n").output
    for result in (early, done, wrong):
        assert not set(one.split()[3:9]) & set(result.output.split())
    bench.decide()
    assert stage(bench) == "decided"


@pytest.mark.databases("sqlite")
def test_a_rehearsal_opens_and_keeps_nothing(
    bench: Trusted, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    secret = b"a key that opens nothing at all."
    made = shares.split(secret, 3, 5)
    monkeypatch.setattr(cli.secrets, "token_bytes", lambda _size: secret)
    monkeypatch.setattr(cli, "split", lambda *_: made)
    before = sorted(settings.home.rglob("*"))
    typed = [made[4], "nonsense", made[4], made[1].upper(), made[0]]
    done = run(bench, "rehearse", "3/5", typed="\n".join(typed) + "\n")
    assert done.exit_code == 0, done.output
    papers = re.split(r"Trustee \d of 5:|Now the words", done.output)[1:6]
    assert [re.findall(r"\d+ ([a-z]+)", paper) for paper in papers] == [
        words.split() for words in made
    ]
    assert "these are 1" in done.output
    assert "entered before" in done.output
    assert done.output.count("Words 2 of 3") == 3
    assert done.output.rstrip().endswith("It opened. Burn these papers: they open nothing else.")
    assert sorted(settings.home.rglob("*")) == before


@pytest.mark.databases("sqlite")
def test_a_rehearsal_that_does_not_open_says_so(
    bench: Trusted, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = shares.split(b"another key, and not the right one"[:32], 2, 3)
    monkeypatch.setattr(cli, "split", lambda *_: other)
    failed = run(bench, "rehearse", "2/3", typed=f"{other[0]}\n{other[1]}\n")
    assert failed.exit_code == 1
    assert "stays shut" in failed.output


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("what", ["0", "1/3", "4/3", "2/17", "three of five", "３/５"])
def test_a_rehearsal_of_what_cannot_be(bench: Trusted, what: str) -> None:
    failed = run(bench, "rehearse", what)
    assert failed.exit_code == 1
    assert "3/5" in failed.output


@pytest.mark.databases("sqlite")
def test_without_the_library_it_says_what_to_install(
    bench: Trusted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "shamir_mnemonic", None)
    failed = run(bench, "rehearse", "3/5")
    assert failed.exit_code == 1
    assert "requirements/extras.txt" in failed.output
