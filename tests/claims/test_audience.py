"""The table of docs/audience.md holds: each of these people opens every page at every stage."""

import re
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

import jury.actions
from audit.models import QueuedEntry
from claims import actions, queries
from claims.actions import Decided
from claims.claim import Decision
from claims.dates import KnownDates
from claims.examples import examples
from claims.filing import Benefit, Filing, Named, PartyKind, Whom
from claims.handover import hide_all
from claims.models import ClaimPaper
from claims.papers import Paper
from claims.timetable import Round, Side
from claims.uploads import judge
from jury.models import JuryCase, Seat, Verdict
from kernel.actor import Role
from members.queries import actor_of
from tests.claims.making import exif, jpeg, pdf, png, segment
from tests.databases import ROOT
from tests.village import PASSWORD, person

NAMES = ("Birchwald", "Hillmoor", "山谷医院", "王小明", "Yeşiltepe", "Yılmazoğlu")
CANARIES = {
    "who claims": "Zephyrine",
    "the story, as filed": "brindlewort",
    "names in the papers": "Birchwald",
    "day of birth": "1977-04-03",
    "reason of the decision": "moorfrost",
    "own statement of the claimant": "larkspur",
    "statement of the plan": "quillwort",
    "neutral summary": "thistledown",
    "words of an extension": "hollyhock",
    "what a juror found in the file": "foxglove",
    "papers handed in: their names": "kestrelweed",
    "papers handed in: what is in them": "Dr Sorrelgate",
    "attachment of the claimant's statement": "teaselbrook",
    "attachment of the plan's statement": "vetchling",
    "who and where stands in a picture's own data": "Ragwortham",
    "evidence of an objection": "nightshade",
}
REF = "C-2026-0001"
PAPERS = ("kestrelweed", "Dr Sorrelgate", "teaselbrook", "vetchling", "Ragwortham")
PRIVATE = (
    *NAMES,
    *PAPERS,
    "Zephyrine",
    "1977-04-03",
    "3 April 1977",
    "138 0013 8000",
    "brindlewort",
)
ALL_NAMES = " ".join(["Dr Anna Birchwald", *NAMES[1:]])


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
    """Who opens the pages, by the columns of the table."""
    with work() as w:
        clara = person(w, "Clara Zephyrine", born_on=date(1977, 4, 3))
        addie = person(w, "Addie")
        eva, adam = person(w, "Eva", Role.EDITOR), person(w, "Adam", Role.ADMIN)
        aud = person(w, "Aud", Role.AUDITOR)
        w.session.flush()
        made = [actor_of(w.session, one) for one in (clara, addie, eva, adam, aud)]
    names = ("claimant", "adviser", "editor", "admin", "auditor")
    return dict(zip(names, made, strict=True)) | {
        "officer": cast.olive,
        "juror": cast.jurors[0],
        "member": cast.jurors[1],
    }


EMAILS = {
    "claimant": "clara.zephyrine",
    "adviser": "addie",
    "editor": "eva",
    "admin": "adam",
    "auditor": "aud",
    "officer": "olive",
    "juror": "juror.001",
    "member": "juror.002",
}


@pytest.fixture
def addresses(app, work):
    """Return every address of the site that a claim's reference, or one of its files, leads to."""

    def of(ref):
        with work(writing=False) as w:
            files = list(w.session.scalars(sa.select(ClaimPaper.id)))
        for rule in app.url_map.iter_rules():
            if "GET" not in rule.methods or rule.rule.startswith(("/static", "/sign-out")):
                continue
            if rule.arguments == {"ref", "paper_id"}:
                yield from (f"/claims/{ref}/{rule.rule.split('/')[3]}/{one}" for one in files)
            elif not rule.arguments - {"ref", "case_ref", "reference"}:
                yield re.sub(r"<[^>]+>", ref, rule.rule)

    return of


@pytest.fixture
def everything(visit, work, addresses):
    """Return all that a person can get: every page, with the claim's reference in its place."""

    def ask(who, ref):
        browser = visit()
        if who != "public":
            browser.sign_in(f"{EMAILS[who]}@village.example", PASSWORD)
        heard = []
        for where in addresses(ref):
            got = browser.raw.get(where)  # a file too is looked through as what stands in it
            heard.append(f"{got.headers}{got.data.decode(errors='replace')}")
        with work(writing=False) as w:  # what stands in the log anybody can read
            heard += [raw.decode() for raw in w.session.scalars(sa.select(QueuedEntry.entry))]
        return heard

    return ask


@pytest.mark.databases("sqlite")
def test_everybody_sees_what_the_table_says_and_nothing_else(work, cast, people, everything, do):
    stages = []

    def look(ref):
        stages.append({who: everything(who, ref) for who in (*people, "public")})

    claimant, olive, oscar = people["claimant"], cast.olive, cast.oscar
    filing = Filing(
        benefit=Benefit.ILLNESS,
        whom=Whom.MYSELF,
        story=f"A brindlewort story. {ALL_NAMES}. Call 138 0013 8000.",
        named=(
            Named("Dr Anna Birchwald", PartyKind.DOCTOR),
            Named("Hillmoor Hospital", PartyKind.HOSPITAL),
            Named("山谷医院", PartyKind.HOSPITAL),
            Named("王小明", PartyKind.PERSON),
            Named("Yeşiltepe Hastanesi", PartyKind.HOSPITAL),
            Named("Mehmet Yılmazoğlu", PartyKind.DOCTOR),
        ),
        dates=KnownDates(diagnosed=date(2026, 10, 1)),
    )
    ref = do(claimant, actions.file_claim, filing).ref
    assert ref == REF
    report = judge(pdf(b"<< /Author (Dr Sorrelgate) >>", trailer=b"/Info 4 0 R"), "kestrelweed.pdf")
    photo = judge(
        jpeg(exif(6, more=b"Ragwortham"), segment(0xFE, b"Ragwortham")), "kestrelweed.jpg"
    )
    for paper, one in ((Paper.DIAGNOSIS, report), (Paper.IDENTITY, photo)):
        do(claimant, actions.add_paper, ref, paper, one)
    look(ref)
    claim = do(claimant, actions.hand_in_claim, ref)
    decided = Decided(
        Decision.REFUSE,
        "A case of days",
        f"A moorfrost reason, says {ALL_NAMES}.",
        ("medication",),
        30_000_000,
        250_000,
    )
    do(olive, actions.decide_claim, ref, decided, claim.revision)
    do(claimant, actions.dispute_decision, ref, "It is not so.")
    do(claimant, actions.name_adviser, ref, people["adviser"].ref)
    side, round_ = Side.CLAIMANT, Round.STATEMENT
    do(olive, actions.extend_time, ref, side, round_, 2, "illness", "The hollyhock reason.")
    for actor, side, word in (
        (claimant, Side.CLAIMANT, "larkspur"),
        (olive, Side.RESPONDENT, "quillwort"),
    ):
        attached = judge(png(), {"larkspur": "teaselbrook", "quillwort": "vetchling"}[word])
        do(actor, actions.attach, ref, side, attached)
        text = f"A {word} statement: {ALL_NAMES}, 138 0013 8000."
        do(actor, actions.save_statement, ref, side, Round.STATEMENT, text, 0)
        do(actor, actions.hand_in_statement, ref, side, Round.STATEMENT)
    look(ref)
    for actor, side in ((claimant, Side.CLAIMANT), (olive, Side.RESPONDENT)):
        do(actor, actions.save_statement, ref, side, Round.REPLY, f"No: {ALL_NAMES}.", 0)
        do(actor, actions.hand_in_statement, ref, side, Round.REPLY)
    with work(writing=False) as w:
        facts = queries.claim_by_ref(w.session, ref).facts
    whole = replace(
        facts,
        summary=f"A thistledown summary of {ALL_NAMES}.",
        question="Is it to be paid?",
        quiz=examples()["C-01"].facts.quiz,
    )
    do(olive, actions.update_claim, ref, whole)
    look(ref)
    do(olive, actions.send_for_review, ref)
    claim = do(oscar, actions.approve_summary, ref, hide_all(whole, "Clara Zephyrine"))
    look(ref)
    do(claimant, actions.agree_to_text, ref, claim.revision)
    do(olive, actions.freeze, ref)
    with work() as w:
        case = w.session.get_one(JuryCase, ref)
        case.stage = "drawn"
        seat = {"case_ref": ref, "ord": 7, "account_id": people["juror"].account}
        w.session.add(Seat(**seat, number=1, state="accepted"))
    look(ref)
    do(people["juror"], jury.actions.report_private_data, ref, "By the foxglove line.")
    look(ref)
    check(stages, before_the_verdict=True)
    do(olive, actions.let_go_on, ref)
    with work() as w:
        case = w.session.get_one(JuryCase, ref)
        case.opens_at, case.closes_at, case.stage = w.now, w.now.replace(year=2027), "decided"
        body = verdict_of(case)
        w.session.add(Verdict(case_ref=ref, outcome="upheld", body=body, decided_at=w.now))
    do(people["member"], actions.object_to_payment, ref, "I know of the nightshade of that year.")
    stages.clear()
    look(ref)
    check(stages, before_the_verdict=False)


def verdict_of(case):
    """Return a verdict as the jury's room writes one; nobody has voted."""
    names = "seats cast valid uphold deny cannot_judge void replaced_ballots".split()
    heads = {name: {"root": "0" * 64, "size": 1} for name in ("opening", "closing")}
    panel = {"drawn": 1, "replaced": 0, "accepted": 1, "void_draws": 0, "randomness": "house"}
    return {
        "file": case.file_digest,
        "question": case.file["question"],
        "clauses": case.file["clauses"],
        "standard": case.standard,
        "numbers": dict.fromkeys(names, 0),
        "issues": {},
        "tier": None,
        "tiers": {},
        "outcome": "upheld",
        "stands": "verdict",
        "panel": {**panel, "roll": "0" * 64, "seed": "0" * 64},
        "checkpoints": heads,
        "software": "venire",
        "caveats": [],
    }


def check(stages, *, before_the_verdict):
    """Hold what was heard against the table; PRIVATE is what `redacted` leaves out."""
    wrong = []
    for what, row in table().items():
        late = what == "evidence of an objection"
        if late is before_the_verdict:
            continue
        for who, word in row.items():
            together = REF if what == "who claims" else ""
            seen = any(
                CANARIES[what] in page and together in page
                for stage in stages
                for page in stage[who]
            )
            if seen is (word == "no"):
                wrong.append(f"{who} {'sees' if seen else 'does not see'}: {what}")
    for stage in stages:
        for who, heard in stage.items():
            if who in {"claimant", "officer", "adviser"}:
                continue
            pages = [page for page in heard if REF in page]
            wrong += [f"{who} hears {one}" for one in PRIVATE for page in pages if one in page]
    assert not wrong, "\n".join(sorted(set(wrong)))
