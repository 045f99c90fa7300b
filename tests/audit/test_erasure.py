"""A claim and two of its people are erased: nothing of them is found, and every proof still holds.

What is planted, and how the claim comes to its verdict, is `tests.claims.canaries` and
`tests.claims.planting`.
"""

import logging
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

import claims.actions
from audit import keys
from audit.sequencer import sequence
from audit.verify.check import Check
from audit.verify.note import key_from
from claims import queries
from claims.settlement import APPEAL_TIME, KEPT
from jury.ballot import TIED
from kernel.actor import Role
from kernel.db import Base
from kernel.jobs import jobs
from kernel.work import unit_of_work
from members.actions.leaving import erase_member
from members.queries import actor_of
from tests import everybody
from tests.audit.packing import bundle_of
from tests.claims.canaries import CANARIES, MARKS, MEMBER, readable
from tests.claims.conftest import the_claimants
from tests.claims.planting import REF, Planting
from tests.jury.bench import Bench
from tests.page import Client
from tests.village import PASSWORD, answer_case, juror, person, vote

# Read by jurors and then by everybody, after two officers and the claimant found nobody in it.
PUBLIC = {one.casefold() for who, one in MARKS.items() if who != "who claims"}
WORDS = {word.casefold() for word in (*MARKS.values(), *MEMBER)} | {
    form for one in CANARIES for form in one.forms
}


class Settled(Planting):
    """The same claim, to a verdict that stands: the objection is dismissed, and nobody appeals."""

    def decide(self) -> None:
        self.do(self.people["third"], claims.actions.let_go_on, REF)
        self.bench.open()
        self.receipts = []
        for one in self.panel:
            with self.work(one) as w:
                answer_case(w, REF)
                self.receipts.append(vote(w, REF, "uphold"))
        self.bench.close()
        self.bench.decide()
        evidence = "I know the ditch and who dug it."
        self.do(self.people["member"], claims.actions.object_to_payment, REF, evidence)
        with self.work(writing=False) as w:
            row = queries.objections(w.session, queries.claim_by_ref(w.session, REF))[-1]
        self.do(self.people["fourth"], claims.actions.answer_objection, row.id, False, "No ditch.")


@pytest.fixture
def scene():
    return the_claimants


@pytest.fixture
def people(work, came_of_it):
    with work() as w:
        clara = person(
            w,
            "Clara Zephyrine",
            born_on=date(1977, 4, 3),
            household="Sorrelmill Lane 9",
            employer="Wolfsbane Works",
        )
        addie, minna = person(w, "Addie"), person(w, "Minna")
        invited = person(w, "Ida", inviter_id=clara.id)
        jurors = [juror(w, f"Juror {n:03}") for n in range(3, 25)]
        admin = person(w, "Adam", Role.ADMIN)
        w.session.flush()
        named = {"claimant": clara, "adviser": addie, "member": minna, "admin": admin}
        found = {who: actor_of(w.session, one) for who, one in (named | {"ida": invited}).items()}
        jurors = tuple(actor_of(w.session, one) for one in jurors)
    cast = came_of_it
    officers = {
        "auditor": cast.aaron,
        "officer": cast.olive,
        "second": cast.oscar,
        "third": cast.otis,
        "fourth": cast.orla,
    }
    return found | officers | {"jurors": cast.jurors + jurors}


class Browsers(dict):
    """Who files and writes does so at a browser."""

    def __init__(self, visit, people):
        self.visit = visit
        for who in ("claimant", "officer"):
            self.come_in(who, people[who])

    def come_in(self, who, actor) -> Client:
        self[who] = self.visit()
        self[who].sign_in(f"{actor.name.lower().replace(' ', '.')}@village.example", PASSWORD)
        return self[who]


def kept(work, settings) -> dict[str, str]:
    """Return all that is kept anywhere, by where it is."""
    found = {}
    with work(writing=False) as w:
        for table in Base.metadata.sorted_tables:
            for row in w.session.execute(sa.select(table)).mappings():
                for name, value in row.items():
                    data = value if isinstance(value, bytes) else str(value).encode()
                    place = f"{table.name}.{name}"
                    found[place] = found.get(place, "") + "\n" + readable(data)
    url = make_url(settings.database)
    paths = [path for path in settings.home.rglob("*") if path.is_file()]
    if url.get_backend_name() == "sqlite":
        paths += Path(url.database).parent.glob(f"{Path(url.database).name}*")
    return found | {str(path): readable(path.read_bytes()) for path in paths}


def heard(places: dict[str, str], words: set[str]) -> list[str]:
    return [f"{place}: {word}" for place, text in places.items() for word in words if word in text]


def is_sqlite(app) -> bool:
    return app.extensions["venire"].engine.dialect.name == "sqlite"


def bundle(work, settings) -> bytes:
    with work(writing=False) as w:
        sequence(w.session.get_bind().engine, settings)
    with work(writing=False) as w:
        return bundle_of(w.session, REF)


def faults(content: bytes, settings, folder: Path, receipts: list[str]) -> list[str]:
    (folder / "case.zip").write_bytes(content)
    paths = [folder / f"{number}.receipt" for number in range(len(receipts))]
    for path, text in zip(paths, receipts, strict=True):
        path.write_text(text)
    key = key_from(str(keys.verifier(settings)))
    found = {one.name: one for one in Check(folder / "case.zip", key, receipts=paths).run()}
    assert found["receipts"].good
    return [f"{one.name}: {one.reason}" for one in found.values() if not one.good]


@pytest.mark.databases("sqlite", "postgresql")
def test_what_is_erased_is_found_nowhere_and_every_proof_still_holds(
    app, work, visit, clock, people, came_of_it, settings, tmp_path, caplog
):
    caplog.set_level(logging.DEBUG)
    for loud in ("sqlalchemy", "markdown_it"):  # they repeat what they are given, line by line
        caplog.set_level(logging.WARNING, loud)
    plain = {word for text in kept(work, settings).values() for word in WORDS if word in text}
    plain -= {one.casefold() for one in MEMBER} | {MARKS["who claims"].casefold()}

    def do(actor, action, *values):
        with work(actor) as w:
            return action(w, *values)

    @contextmanager
    def as_admin():
        with app.app_context(), unit_of_work(people["admin"]) as w:
            yield w

    def flask(*words):
        done = app.test_cli_runner().invoke(args=words, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    bench = Bench(work, clock, replace(came_of_it, jurors=people["jurors"]), REF)
    claim = Settled(work, do, people, Browsers(visit, people), bench)
    for step in ("file", "pay", "dispute"):
        getattr(claim, step)()
    claim.speak("statement")
    claim.speak("reply")
    for step in ("write", "approve", "draw", "challenge", "rule", "halt", "decide"):
        getattr(claim, step)()
    before = bundle(work, settings)
    assert not faults(before, settings, tmp_path, claim.receipts)
    recounted = flask("jury", "recount", REF)
    words = WORDS - plain - PUBLIC
    planted = heard(kept(work, settings), words)
    assert len({one.rpartition(": ")[2] for one in planted}) > 60, "else nothing is shown"
    if is_sqlite(app):
        file = make_url(settings.database).database
        assert sum(one.startswith(str(file)) for one in planted) > 60, "nor of the file"

    clock.move(APPEAL_TIME + KEPT + TIED)
    do(people["officer"], claims.actions.propose_erasure, REF)
    do(people["second"], claims.actions.erase_claim, REF)
    sat = claim.panel[0]
    for who in (people["claimant"], sat):
        with as_admin() as w:
            assert erase_member(w, who.account) == who.ref
    with app.app_context():
        assert -1 not in jobs().run_once().values()

    assert heard(kept(work, settings), words) == []
    told = [*caplog.messages, *(str(one.exc_text) for one in caplog.records)]
    assert heard({"log": readable("\n".join(told).encode())}, WORDS) == []
    assert bundle(work, settings) == before, "to the byte"
    assert not faults(before, settings, tmp_path, claim.receipts)
    assert flask("jury", "recount", REF) == recounted
    flask("audit", "check")
    check_pages(app, visit, people, sat, claim.panel[1])


def check_pages(app, visit, people, sat, other) -> None:
    """What is left is read as before, and whoever left does not come in again."""
    browsers = Browsers(visit, {"claimant": people["ida"], "officer": people["officer"]})
    everyone = {"admin": people["admin"], "auditor": people["auditor"], "juror": other}
    for who, actor in everyone.items():
        browsers.come_in(who, actor)
    everywhere = everybody.addresses(app, REF) if is_sqlite(app) else ()
    for where in everywhere:
        for browser in browsers.values():
            browser.raw.get(where)  # what breaks is raised
    assert "Erased:" in browsers["officer"].get(f"/claims/{REF}/after").text
    assert "nobody can tell any more" in browsers["juror"].get(f"/jury/cases/{REF}/receipt").text
    page = visit().get("/sign-in")
    page = page.fill(email="clara.zephyrine@village.example", password=PASSWORD).send(status=None)
    assert page.path == "/sign-in"
    assert "Nobody is found" in browsers["admin"].get(f"/people/?search={sat.ref}").text
    browsers["admin"].get(f"/people/{sat.ref}", status=404)
