"""The digest: once a day at most, when something new waits, to those who take mail."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from kernel.jobs import Stuck
from kernel.models import Outbox
from members import jobs
from members.desk import Waiting
from members.digest import Line, says_more, standing
from members.models import Digest
from tests.village import settle

CLARA = "clara@village.example"
SEAT = Waiting(
    "Will you take this seat?", "C-2026-0004 · One millimetre", "/jury/cases/C-2026-0004"
)
LINES = st.lists(
    st.builds(Line, st.sampled_from("abc"), st.sampled_from(["/x", "/y"]), count=st.integers(1, 3))
)


@given(LINES, LINES)
def test_there_is_news_where_something_waits_that_did_not_or_more_of_it(before, after):
    told, now = standing(before), standing(after)
    assert says_more({}, now) is bool(after)
    assert not says_more(now, now)
    assert says_more(told, standing([*before, *after])) is bool(after)
    assert not says_more(standing([*before, *after]), told)


def test_a_line_is_known_again_whatever_its_time_and_place_in_the_desk():
    until = datetime(2026, 11, 24, tzinfo=UTC)
    assert Line("a", "/x", until=until).key == Line("a", "/x").key
    assert len({Line(*each).key for each in (("a", "/x"), ("b", "/x"), ("a", "/y"))}) == 3


@pytest.fixture
def cast(work):
    with work() as w:
        return settle(w, jurors=1)


@pytest.fixture
def desk(app, cast):
    """What waits for Clara, as one provider among others would say it."""
    found = []

    def waiting(_session, actor, _now):
        return list(found) if actor == cast.clara else []

    app.extensions["venire-desks"] = {"Nothing": lambda *_: [], "Cases": waiting}
    return found


@pytest.fixture
def digest(app, sent, clock):
    """Go on to the next day, look for what waits, and send it."""

    def next_day(days=1):
        clock.move(days=days)
        with app.app_context():
            jobs.daily_digest()
        return sent()

    return next_day


def test_what_waits_is_told_once_a_day_and_only_when_there_is_more(by_mail, desk, digest, cast):
    assert digest() == []
    desk.append(SEAT)
    [mail] = digest()
    assert (mail.to, mail.subject) == (CLARA, "What waits for you at Venire")
    assert digest(days=0) == []
    assert digest() == []
    desk.append(dataclasses.replace(SEAT, title="Cases to freeze", url="/claims/desk/", count=2))
    [mail] = digest()
    assert "Will you take this seat?" in mail.text
    assert "Cases to freeze\n2 of them\nhttp://localhost/claims/desk/\n" in mail.text
    desk[1] = dataclasses.replace(desk[1], count=1)
    assert digest() == []
    desk[1] = dataclasses.replace(desk[1], count=2)
    assert len(digest()) == 1
    desk.clear()
    assert digest() == []
    desk.append(SEAT)
    assert len(digest()) == 1, "it waits anew"


def test_it_tells_the_case_what_is_to_be_done_and_until_when_and_no_more(
    by_mail, desk, digest, clock
):
    until = clock.now + timedelta(hours=30)
    desk.append(dataclasses.replace(SEAT, ref="C-2026-0004", until=until))
    [mail] = digest()
    token = mail.links[-1]
    assert mail.text == (
        "This waits for you:\n"
        "\n"
        "Will you take this seat?\n"
        "C-2026-0004, until 24 November 2026, 18:00 UTC\n"
        "http://localhost/jury/cases/C-2026-0004\n"
        "\n"
        "Such a mail comes once a day at most, when something new waits for you.\n"
        "\n"
        "To get no mail from us any more:\n"
        f"http://localhost{token}\n"
    )


def test_what_is_not_for_mail_is_in_none(by_mail, desk, digest):
    desk += [dataclasses.replace(SEAT, mailed=False), dataclasses.replace(SEAT, count=0)]
    assert digest() == []
    desk.append(dataclasses.replace(SEAT, title="Another", shown=False))
    [mail] = digest()
    assert mail.text.count("/jury/cases/") == 1


def test_what_is_for_mail_alone_is_not_on_the_page(by_mail, desk, client, cast):
    from tests.village import PASSWORD

    desk += [dataclasses.replace(SEAT, title="Hidden", shown=False), SEAT]
    page = client.sign_in(CLARA, PASSWORD)
    assert "Will you take this seat?" in page.text
    assert "Hidden" not in page.text


def test_a_desk_that_fails_is_told_once_and_keeps_no_other(by_mail, app, desk, digest, cast):
    def fails(_session, actor, _now):
        if actor == cast.olive:
            raise RuntimeError("a bad row")
        return []

    app.extensions["venire-desks"]["Broken"] = fails
    desk.append(SEAT)
    with pytest.raises(Stuck, match=cast.olive.account):
        digest()
    assert [mail.to for mail in by_mail.sent] == []
    assert [mail.to for mail in digest(days=0)] == [CLARA]


def test_a_round_looks_after_some_and_the_next_after_others(
    by_mail, app, work, desk, digest, monkeypatch, clock
):
    monkeypatch.setattr(jobs, "AT_ONCE", 5)
    desk.append(SEAT)
    clock.move(days=1)
    told = []
    while not told:
        told = digest(days=0)
    for _ in range(4):
        digest(days=0)
    with work(writing=False) as w:
        days = set(w.session.scalars(sa.select(Digest.looked_on)))
    assert days == {clock.now.date()}


@pytest.mark.databases("sqlite", "postgresql")
def test_two_workers_post_one_digest(by_mail, app, work, desk, cast, clock):
    desk.append(SEAT)
    clock.move(days=1)
    gate = Barrier(3)

    def worker(_number):
        with app.app_context():
            gate.wait()
            return jobs.daily_digest()

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(worker, range(3))) == 1
    with work(writing=False) as w:
        [row] = w.session.scalars(sa.select(Outbox))
    assert row.once == f"digest:{cast.clara.account}:{clock.now.date()}"


def test_without_a_mail_server_nobody_looks(app, desk, work, clock):
    desk.append(SEAT)
    clock.move(days=1)
    with app.app_context():
        assert jobs.daily_digest() == 0
    with work(writing=False) as w:
        assert clock.now.date() not in set(w.session.scalars(sa.select(Digest.looked_on)))
