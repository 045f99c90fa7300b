"""The table of docs/audience.md holds: each of these people opens every page at every stage."""

import logging
from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from audit.sequencer import sequence
from claims import vault
from claims.models import ClaimPaper
from jury.models import Challenge
from kernel.actor import Role
from kernel.db import Base
from members.queries import actor_of
from tests import everybody
from tests.claims.canaries import CANARIES, MARKS, MEMBER, readable
from tests.claims.mailed import mailer
from tests.claims.planting import REF, Planting
from tests.databases import ROOT
from tests.jury.bench import Bench
from tests.kernel.mailbox import SERVER
from tests.village import PASSWORD, juror, person

# Rooms that know no claim (the staircase sees to that) are looked through once, at the end.
LOWER = ("/rules", "/quiz", "/people", "/join", "/about", "/healthz", "/readyz", "/sign-in")
# In their own words, for those who may read it: what a juror found, whom a side challenges.
TOLD_BELOW = {"jury_halt.told", "jury_challenge.told"}
DECIDING = "/jury/bench/challenges/"
EXPORTS = ("bundle", "votes.csv", "votes.jsonl")


def table():
    """Return the table: what to who to the word."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "docs/audience.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    head, _rule, *rest = rows
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rest}


@pytest.fixture
def people(work, cast):
    """Who opens the pages, by the columns of the table; the juror is whoever will be drawn."""
    with work() as w:
        clara = person(
            w,
            "Clara Zephyrine",
            born_on=date(1977, 4, 3),
            household="Sorrelmill Lane 9",
            employer="Wolfsbane Works",
        )
        made = {
            "claimant": clara,
            "adviser": person(w, "Addie"),
            "member": person(w, "Minna"),
            "editor": person(w, "Eva", Role.EDITOR),
            "admin": person(w, "Adam", Role.ADMIN),
            "auditor": person(w, "Aud", Role.AUDITOR),
        }
        jurors = [juror(w, f"Juror {n:03}") for n in range(3, 25)]
        w.session.flush()
        jurors = tuple(actor_of(w.session, one) for one in jurors)
        found = {who: actor_of(w.session, one) for who, one in made.items()}
    return found | {
        "officer": cast.olive,
        "second": cast.oscar,
        "third": cast.otis,
        "jurors": cast.jurors + jurors,
    }


@pytest.fixture
def browsers(visit, people):
    """Everybody at a browser of their own."""

    class Browsers(dict):
        def come_in(self, who, actor):
            """Sign in anew: nobody stays signed in for the days of a poll."""
            self[who] = visit()
            email = f"{actor.name.lower().replace(' ', '.')}@village.example"
            self[who].sign_in(email, PASSWORD)

        def all_come_in(self, a_juror):
            for who in table()["who claims"]:
                if who == "public":
                    self[who] = visit()
                else:
                    self.come_in(who, a_juror if who == "juror" else people[who])
            self.come_in("second", people["second"])
            self.decides = self.pop("second")

    found = Browsers()
    found.all_come_in(people["jurors"][0])
    return found


@pytest.fixture
def addresses(app, work):
    """Return every address of the site that a claim's reference, or one of its files, leads to."""

    def of(ref, lower):
        with work(writing=False) as w:
            files = list(w.session.scalars(sa.select(ClaimPaper.id)))
            yield from (f"{DECIDING}{one}" for one in w.session.scalars(sa.select(Challenge.id)))
        for rule in app.url_map.iter_rules():
            if "GET" in rule.methods and rule.arguments == {"ref", "paper_id"}:
                yield from (f"/claims/{ref}/{rule.rule.split('/')[3]}/{one}" for one in files)
        yield from everybody.addresses(app, ref, () if lower else LOWER)
        yield from everybody.log_tiles(work)

    return of


def is_closed(got):
    """Whether a door says: sign in first, or: not with this role. One that leads elsewhere for now
    may open later."""
    return got.status_code == 403 or (got.location or "").startswith("/sign-in")


class Heard:
    """What somebody was sent, all in all: canaries and marks, and those on a page of the claim."""

    def __init__(self):
        self.words, self.with_ref = set(), set()
        self.pages, self.statuses = defaultdict(set), defaultdict(set)

    WORDS = {word.casefold() for word in (*MARKS.values(), *MEMBER)} | {
        form for one in CANARIES for form in one.forms
    }

    def take(self, where, status, text):
        found = {word for word in self.WORDS if word in text}
        self.words |= found
        self.with_ref |= found if REF.casefold() in text else set()
        self.pages[where] |= found
        self.statuses[where].add(status)


@pytest.fixture
def heard():
    return defaultdict(Heard)


@pytest.fixture
def settings(settings):
    return replace(settings, smtp_url=SERVER)


@pytest.fixture
def mail(app, work, monkeypatch):
    """Return what brings all mail of a moment, and all that it brought."""
    return mailer(app, work, monkeypatch), []


@pytest.fixture
def look(browsers, addresses, heard, mail):
    """Let everybody open every page, with the claim's reference in its place, and get all mail.

    A door that is closed to a role is closed whatever the claim has come to: it is tried at the
    first and at the last look.
    """
    closed = set()

    def ask(last=False):
        bring, brought = mail
        brought += bring()
        for where in addresses(REF, lower=last):
            for who, browser in browsers.items():
                if (who, where) in closed and not last:
                    continue
                if who == "officer" and where.startswith(DECIDING):
                    browser = browsers.decides  # for officers without a part in the case alone
                got = browser.raw.get(where)  # a file too is looked through as what stands in it
                text = f"{readable(got.data)}\n{str(got.headers).casefold()}"
                heard[who].take(where, got.status_code, text)
                if is_closed(got):
                    closed.add((who, where))

    return ask


@pytest.fixture
def bench(work, clock, cast, people):
    """The jury of this claim, and the steps of its case."""
    return Bench(work, clock, replace(cast, jurors=people["jurors"]), REF)


@pytest.mark.databases("sqlite")
def test_everybody_sees_what_the_table_says_and_nothing_else(
    work, do, people, browsers, bench, look, heard, mail, settings, app, caplog
):
    caplog.set_level(logging.DEBUG)
    for loud in ("sqlalchemy", "markdown_it"):  # they repeat what they are given, line by line
        caplog.set_level(logging.WARNING, loud)
    planting = Planting(work, do, people, browsers, bench)
    planting.file()
    look()
    planting.pay()
    look()
    planting.dispute()
    planting.speak("statement")
    look()
    planting.speak("reply")
    planting.write()
    look()
    planting.approve()
    look()
    planting.draw()
    look()
    planting.challenge()
    look()
    planting.rule()
    planting.halt()
    look()
    check_marks(heard)
    planting.decide()
    sequence(app.extensions["venire"].engine, settings)
    look(last=True)
    for name in EXPORTS:
        assert 200 in heard["auditor"].statuses[f"/audit/cases/{REF}/{name}"]
    check_canaries(heard)
    check_mail(mail[1])
    check_what_is_kept(work, settings)
    told = [*caplog.messages, *(str(one.exc_text) for one in caplog.records)]
    logged = readable("\n".join(told).encode())
    assert not [one for one in CANARIES if one.is_in(logged)]


def check_marks(heard):
    """Hold what was read before the verdict against the table: whose text reached whom."""
    wrong = [
        f"{who} {'does not see' if word != 'no' else 'sees'}: {what}"
        for what, mark in MARKS.items()
        for who, word in table()[what].items()
        if (mark.casefold() in (heard[who].with_ref if what == "who claims" else heard[who].words))
        is (word == "no")
    ]
    assert not wrong, "\n".join(wrong)


def check_canaries(heard):
    """Hold all that was heard against the table: `redacted` leaves out every canary."""
    rows, wrong = table(), []
    assert len(CANARIES) >= 60
    assert len({one.forms for one in CANARIES}) == len(CANARIES)
    for one in CANARIES:
        for who, word in rows[one.row].items():
            if one.is_in(heard[who].words) is not (word == "yes"):
                where = [page for page, found in heard[who].pages.items() if one.is_in(found)]
                wrong.append(f"{who} {'hears' if where else 'misses'} {one}: {where}")
    for who, sent in heard.items():
        if who not in {"claimant", "officer"}:
            wrong += [
                f"{who} hears whose: {one}" for one in MEMBER if one.casefold() in sent.with_ref
            ]
    assert not wrong, "\n".join(wrong)


def check_mail(mails):
    """No mail tells more of the claim than its reference, to whomever it goes."""
    about = [one for one in mails if REF in one]
    for said in ("write the reply", "Read what jurors will see", "Open the poll", "Objections"):
        assert any(said in one for one in about), said
    telling = [one for one in mails for word in Heard.WORDS if word in readable(one.encode())]
    assert not telling, telling[0]


def check_what_is_kept(work, settings):
    """Nothing personal is written down outside of the claims' own tables and sealed files."""
    wrong = []
    with work(writing=False) as w:
        for mapper in Base.registry.mappers:
            held = mapper.local_table
            if mapper.class_.__module__.startswith("claims."):
                continue
            for row in w.session.execute(sa.select(held)).mappings():
                for name, value in row.items():
                    data = value if isinstance(value, bytes) else str(value).encode()
                    place, text = f"{held.name}.{name}", readable(data)
                    wrong += [
                        f"{place} holds {one}"
                        for one in CANARIES
                        if one.is_in(text) and place not in TOLD_BELOW
                    ]
    for path in settings.home.rglob("*"):
        if path.is_file():
            text = readable(path.read_bytes())
            wrong += [f"{path} holds {one}" for one in CANARIES if one.is_in(text)]
    assert (settings.home / vault.PAPERS).is_dir()
    assert not wrong, "\n".join(wrong)
