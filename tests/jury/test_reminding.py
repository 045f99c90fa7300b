"""What jurors are told by mail: the same to all who hold a seat, and nothing of a case but its
reference, what is to be done, and until when."""

import dataclasses
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import current_app

import members.jobs
from jury import actions, jobs
from jury.models import JuryCase
from kernel.models import Outbox
from tests.jury.bench import REF, case_file
from tests.kernel.mailbox import SERVER

TITLE = case_file().title


@pytest.fixture
def settings(settings):
    return dataclasses.replace(settings, smtp_url=SERVER)


@pytest.fixture
def seen():
    """The ids of the mail that a test has looked at."""
    return set()


@pytest.fixture
def remind(bench, seen):
    """Remind whoever is to be reminded; return what was posted anew: account, subject and text."""

    def go():
        with bench.work(writing=False):
            app = current_app._get_current_object()
        with app.app_context():
            jobs.remind()
        return fresh(bench, seen)

    return go


def fresh(bench, seen):
    with bench.work(writing=False) as w:
        rows = [row for row in w.session.scalars(sa.select(Outbox)) if row.id not in seen]
    seen |= {row.id for row in rows}
    return [(row.account_id, row.subject, row.body) for row in rows]


def test_a_summons_is_told_a_day_before_its_time_ends_and_once(bench, remind):
    bench.freeze()
    bench.draw()
    summoned = bench.jurors("summoned")
    posted = remind()  # there is a day to answer, so it is told at once
    assert sorted(account for account, *_ in posted) == sorted(one.account for one in summoned)
    assert {(subject, body) for _account, subject, body in posted} == {
        (
            f"{REF}: answer the summons",
            f"The lot has fallen on you in case {REF}. Please answer by "
            "24 November 2026, 12:00 UTC; you may say no, without a reason.\n"
            f"\nhttp://localhost/jury/cases/{REF}",
        )
    }
    assert remind() == []
    with bench.work(summoned[0]) as w:
        actions.decline_seat(w, REF)
    [(account, *_)] = remind()
    assert account not in {one.account for one in summoned}
    bench.clock.move(hours=24)
    assert remind() == []


def test_that_a_poll_closes_is_told_to_all_who_hold_a_seat_alike(bench, remind):
    jurors = bench.ready()
    remind()
    bench.vote(jurors[0], "uphold")
    bench.vote(jurors[1], "deny")
    with bench.work(jurors[2]) as w:
        actions.decline_seat(w, REF)
    bench.clock.move(hours=48, seconds=-1)
    assert remind() == []
    bench.clock.move(seconds=1)
    posted = remind()
    holding = bench.jurors("accepted")
    assert sorted(account for account, *_ in posted) == sorted(one.account for one in holding)
    assert {(subject, body) for _account, subject, body in posted} == {
        (
            f"{REF}: the poll closes",
            f"The poll in case {REF}, in which you hold a seat, closes on "
            "26 November 2026, 12:00 UTC. All who hold a seat get this mail, whether or not they "
            f"have voted.\n\nhttp://localhost/jury/cases/{REF}",
        )
    }
    bench.vote(jurors[3])
    assert remind() == []
    bench.clock.move(hours=24)
    assert remind() == []


def test_a_poll_that_is_halted_closes_for_nobody_and_is_told_again_when_it_goes_on(bench, remind):
    jurors = bench.ready()
    remind()
    with bench.work(jurors[0]) as w:
        actions.report_private_data(w, REF, "A name stands in it.")
    bench.clock.move(hours=48)
    assert remind() == []
    with bench.work(bench.cast.oscar) as w:
        actions.resume_case(w, REF, case_file())
    with bench.work(writing=False) as w:
        closes_at = w.session.get_one(JuryCase, REF).closes_at
    bench.clock.set(closes_at - timedelta(hours=24))
    assert len(remind()) == len(jurors)
    assert remind() == []


@pytest.fixture
def digest(app, bench, seen):
    """Go on to the next day, and look for what waits for everybody; return what was posted."""

    def go(days=1):
        bench.clock.move(days=days)
        with app.app_context():
            members.jobs.daily_digest()
            while members.jobs.daily_digest():
                pass
        return fresh(bench, seen)

    return go


WAYS = {
    "nobody votes": (),
    "all uphold": ("uphold",) * 12,
    "all deny": ("deny",) * 12,
    "some": ("uphold", "deny", "cannot_judge"),
}


@pytest.mark.parametrize("choices", WAYS.values(), ids=WAYS)
def test_no_mail_tells_who_has_read_or_voted_nor_how_nor_how_many(
    app, bench, digest, remind, choices
):
    """The mail of four polls that went differently is the same, letter for letter."""
    bench.freeze()
    bench.draw()
    jurors = bench.accept()
    bench.open()
    remind()
    for juror, choice in zip(jurors, choices, strict=False):
        bench.quiz(juror)
        bench.vote(juror, choice)
    sitting = {one.account for one in jurors}
    told = Counter(body for account, _subject, body in (*digest(), *remind()) if account in sitting)
    assert set(told.values()) == {12}
    [text] = told
    assert text == (
        "This waits for you:\n"
        "\n"
        "A poll in which you hold a seat is open\n"
        f"{REF}, until 26 November 2026, 12:00 UTC\n"
        f"http://localhost/jury/cases/{REF}\n"
        "\n"
        "Such a mail comes once a day at most, when something new waits for you."
    )
    for juror, choice in zip(jurors[:3], choices, strict=False):
        bench.vote(juror, choice)
    bench.clock.move(hours=24)
    later = [mail for mail in (*digest(0), *remind()) if mail[0] in sitting]
    assert Counter(subject for _account, subject, _body in later) == {f"{REF}: the poll closes": 12}
    assert not [mail for mail in digest() if mail[0] in sitting], "the poll is closed"


def test_no_mail_about_a_case_tells_its_title(app, bench, digest, remind):
    posted = []
    bench.freeze()
    posted += digest()
    bench.draw()
    posted += [*digest(0.5), *remind()]
    jurors = bench.accept()
    posted += digest(0.5)
    bench.open()
    for juror in jurors:
        bench.quiz(juror)
        bench.vote(juror, "deny")
    posted += [*digest(2), *remind()]
    bench.close()
    bench.decide()
    posted += digest()
    texts = [f"{subject}\n{body}" for _account, subject, body in posted]
    assert sum(REF in text for text in texts) > 30
    words = (TITLE, "mercury", "lung", "deny", "denied", "uphold", "Juror 0", "Clara", "Olive")
    assert not [text for text in texts for word in words if word.casefold() in text.casefold()]


def test_without_a_mail_server_nobody_is_reminded(bench, settings, monkeypatch):
    bench.freeze()
    bench.draw()
    with bench.work(writing=False):
        app = current_app._get_current_object()
    on = app.extensions["venire"]
    without = dataclasses.replace(on, settings=dataclasses.replace(settings, smtp_url=None))
    monkeypatch.setitem(app.extensions, "venire", without)
    with app.app_context():
        assert jobs.remind() == 0
    assert fresh(bench, set()) == []
