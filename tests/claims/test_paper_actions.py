"""Files are brought, opened and taken back by those who may, and leave the disk in time."""

from dataclasses import replace
from functools import partial

import pytest
import sqlalchemy as sa

from audit.models import QueuedEntry
from claims import queries, vault
from claims.actions import (
    add_paper,
    attach,
    change_filing,
    decide_claim,
    dispute_decision,
    file_claim,
    hand_in_claim,
    hand_in_statement,
    name_adviser,
    open_paper,
    remove_paper,
    save_statement,
    send_back,
    withdraw,
)
from claims.claim import Decision, Stale
from claims.jobs import erase_files
from claims.life import State
from claims.models import ClaimPaper
from claims.papers import DAY, WEEK, Paper
from claims.timetable import Round, Side
from claims.uploads import judge
from kernel.errors import Conflict, Missing
from kernel.share import Share
from tests.claims.filed import FILED, REFUSED
from tests.claims.making import exif, jpeg, pdf, png
from tests.claims.settling import object_to, uphold

CLAIMANT, PLAN = Side
ASKED = (  # for the accident of a child
    *(Paper.IDENTITY, Paper.BIRTH, Paper.PARENT),
    *(Paper.ACCIDENT, Paper.DIAGNOSIS, Paper.DISCHARGE, Paper.INVOICE),
)
A_PDF, A_PNG = judge(pdf(), "report.pdf"), judge(png(), "card.png")


@pytest.fixture
def on_disk(settings):
    """Return the names of the files in the vault."""
    return lambda: {one.name for one in (settings.home / vault.PAPERS).glob("*")}


def claim_of(work, ref):
    with work(writing=False) as w:
        return queries.claim_by_ref(w.session, ref)


def kinds_told(work):
    with work(writing=False) as w:
        told = w.session.scalars(sa.select(QueuedEntry.entry).order_by(QueuedEntry.id))
        return [raw.decode() for raw in told if b'"claim.paper' in raw]


def test_a_paper_is_kept_stripped_and_opened_by_its_claimant_and_by_officers(
    do, cast, work, handed_in, on_disk
):
    photo = jpeg(exif(6, more=b"Owner Clara, 48.1 N"))
    row = do(cast.clara, add_paper, handed_in, Paper.INVOICE, judge(photo, "IMG 1.JPG"))
    assert (row.label, row.kind) == ("IMG 1.jpg", "jpg")
    assert on_disk() == {row.vault_name}
    for actor, side in ((cast.clara, CLAIMANT), (cast.olive, PLAN), (cast.oscar, PLAN)):
        _row, data = do(actor, open_paper, handed_in, side, row.id)
        assert data.startswith(b"\xff\xd8")
        assert b"Clara" not in data
        assert len(data) == row.size
    told = kinds_told(work)
    assert [one.split('"kind":"')[1].split('"')[0] for one in told] == [
        "claim.paper_added",
        "claim.paper_opened",
        *["claim.paper_opened_by_officer"] * 2,
    ]
    assert all("IMG" not in one and "invoice" not in one for one in told)
    assert '"by":"claimant"' in told[0]


def test_nobody_else_opens_it(do, cast, filed, on_disk):
    row = do(cast.clara, add_paper, filed, Paper.IDENTITY, A_PNG)
    for actor, side in (
        *((cast.jurors[0], CLAIMANT), (cast.olive, CLAIMANT)),
        *((cast.olive, PLAN), (cast.clara, PLAN)),  # nobody reads it before it is handed in
    ):
        for action in (open_paper, remove_paper):
            with pytest.raises(Missing):
                do(actor, action, filed, side, row.id)
    with pytest.raises(Missing):
        do(cast.olive, add_paper, filed, Paper.OTHER, A_PDF)
    other = do(cast.clara, file_claim, FILED).ref
    with pytest.raises(Missing):
        do(cast.clara, open_paper, other, CLAIMANT, row.id)
    assert on_disk() == {row.vault_name}


def test_an_officer_takes_no_paper_back(do, cast, handed_in):
    row = do(cast.clara, add_paper, handed_in, Paper.IDENTITY, A_PNG)
    with pytest.raises(Missing):
        do(cast.olive, remove_paper, handed_in, PLAN, row.id)


def test_of_a_claim_that_an_officer_entered_no_papers_are_asked_for(do, cast, entered):
    with pytest.raises(Missing):
        do(cast.clara, add_paper, entered, Paper.OTHER, A_PDF)


def test_once_decided_no_paper_comes_or_goes(do, cast, handed_in, on_disk):
    row = do(cast.clara, add_paper, handed_in, Paper.IDENTITY, A_PNG)
    do(cast.olive, decide_claim, handed_in, REFUSED, 3)
    with pytest.raises(Conflict, match="decided on the papers"):
        do(cast.clara, add_paper, handed_in, Paper.OTHER, A_PDF)
    with pytest.raises(Conflict, match="decided on the papers"):
        do(cast.clara, remove_paper, handed_in, CLAIMANT, row.id)
    assert on_disk() == {row.vault_name}


def test_a_decision_is_made_on_the_papers_that_were_read(do, cast, work, handed_in):
    def decide(seen):
        return do(cast.olive, decide_claim, handed_in, REFUSED, seen)

    row = do(cast.clara, add_paper, handed_in, Paper.IDENTITY, A_PNG)
    with pytest.raises(Stale, match="papers have changed"):
        decide(2)
    do(cast.clara, remove_paper, handed_in, CLAIMANT, row.id)
    with pytest.raises(Stale, match="papers have changed"):
        decide(3)
    assert decide(4).state == State.DECIDED


def test_a_paper_that_comes_while_the_claim_is_written_hinders_no_saving(do, cast, filed):
    row = do(cast.clara, add_paper, filed, Paper.IDENTITY, A_PNG)
    do(cast.clara, remove_paper, filed, CLAIMANT, row.id)
    changed = replace(FILED, story="She fell from the wall.")
    assert do(cast.clara, change_filing, filed, changed, 1).revision == 2


def test_what_a_decision_rested_on_is_not_taken_back_though_the_claim_is_open_again(
    do, cast, work, handed_in, on_disk, clock, as_
):
    old = do(cast.clara, add_paper, handed_in, Paper.IDENTITY, judge(png(), "old.png"))
    clock.move(hours=1)
    do(cast.olive, decide_claim, handed_in, replace(REFUSED, decision=Decision.PAY), 3)
    uphold(work, cast.oscar, object_to(work, cast.jurors[1], handed_in))
    clock.move(hours=1)
    new = do(cast.clara, add_paper, handed_in, Paper.BIRTH, judge(png(), "new.png"))
    page = as_("clara").get(f"/claims/{handed_in}")
    assert page.text.count("Remove") == 1
    assert "The plan has decided on it: it stays." in page.text
    for _state in (State.INVESTIGATED, State.FILING):
        with pytest.raises(Conflict, match="stays with the claim"):
            do(cast.clara, remove_paper, handed_in, CLAIMANT, old.id)
        do(cast.clara, open_paper, handed_in, CLAIMANT, old.id)
        if _state is State.INVESTIGATED:
            do(cast.oscar, send_back, handed_in, "The certificate is missing.")
    do(cast.clara, remove_paper, handed_in, CLAIMANT, new.id)
    assert on_disk() == {old.vault_name}


def test_forty_files_and_no_more(do, cast, work, filed):
    with work(cast.clara) as w:
        for _one in range(40):
            last = add_paper(w, filed, Paper.OTHER, A_PNG)
    with pytest.raises(Conflict, match="40 files"):
        do(cast.clara, add_paper, filed, Paper.OTHER, A_PNG)
    do(cast.clara, remove_paper, filed, CLAIMANT, last.id)
    do(cast.clara, add_paper, filed, Paper.OTHER, A_PNG)


def test_what_is_taken_back_leaves_the_disk_and_its_label_the_row(do, cast, work, filed, on_disk):
    row = do(cast.clara, add_paper, filed, Paper.IDENTITY, A_PNG)
    do(cast.clara, remove_paper, filed, CLAIMANT, row.id)
    assert on_disk() == set()
    for action in (open_paper, remove_paper):
        with pytest.raises(Missing):
            do(cast.clara, action, filed, CLAIMANT, row.id)
    with work(writing=False) as w:
        kept = w.session.get_one(ClaimPaper, row.id)
        assert (kept.label, kept.removed_by) == ("", cast.clara.account)


def test_a_file_without_its_row_is_dropped(do, cast, filed, on_disk):
    def broken_off(w):
        add_paper(w, filed, Paper.IDENTITY, A_PNG)
        assert len(on_disk()) == 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        do(cast.clara, broken_off)
    assert on_disk() == set()


def test_a_commit_that_fails_leaves_no_file(do, cast, filed, on_disk):
    def fail(_session):
        raise ZeroDivisionError

    def unkept(w):
        add_paper(w, filed, Paper.IDENTITY, A_PNG)
        sa.event.listen(w.session, "before_commit", fail)

    with pytest.raises(ZeroDivisionError):
        do(cast.clara, unkept)
    assert on_disk() == set()


def test_a_file_stays_until_its_removal_is_committed_and_a_job_ends_what_broke_off(
    app, do, cast, filed, on_disk, monkeypatch
):
    row = do(cast.clara, add_paper, filed, Paper.IDENTITY, A_PNG)

    def broken_off(w):
        remove_paper(w, filed, CLAIMANT, row.id)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        do(cast.clara, broken_off)
    assert on_disk() == {row.vault_name}
    with monkeypatch.context() as patch:
        patch.setattr(vault, "drop", lambda *_: (_ for _ in ()).throw(OSError("full")))
        do(cast.clara, remove_paper, filed, CLAIMANT, row.id)
    assert on_disk() == {row.vault_name}
    with app.app_context():
        assert erase_files() == 1
        assert erase_files() == 0
    assert on_disk() == set()


def test_a_savepoint_is_no_commit_keys_and_files_stay_until_there_is_one(
    do, cast, filed, on_disk, settings
):
    row = do(cast.clara, add_paper, filed, Paper.IDENTITY, A_PNG)

    def withdrawn(w, *, breaks):
        withdraw(w, filed)
        with w.session.begin_nested():
            pass
        assert on_disk() == {row.vault_name}
        if breaks:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        do(cast.clara, partial(withdrawn, breaks=True))
    assert on_disk() == {row.vault_name}
    assert not vault.is_shredded(settings.home, row.claim_id)
    do(cast.clara, partial(withdrawn, breaks=False))
    assert on_disk() == set()
    assert vault.is_shredded(settings.home, row.claim_id)


def test_withdrawn_before_it_was_handed_in_all_papers_are_erased(
    app, do, cast, work, filed, on_disk, settings, monkeypatch
):
    rows = [do(cast.clara, add_paper, filed, one, A_PNG) for one in (Paper.BIRTH, Paper.PARENT)]
    with monkeypatch.context() as patch:
        patch.setattr(vault, "shred", lambda *_: (_ for _ in ()).throw(OSError("full")))
        do(cast.clara, withdraw, filed)
    assert len(on_disk()) == 2
    with pytest.raises(Missing):
        do(cast.clara, open_paper, filed, CLAIMANT, rows[0].id)
    with app.app_context():
        assert erase_files() == 1
        assert erase_files() == 0
    claim = claim_of(work, filed)
    assert on_disk() == set()
    assert not (settings.home / vault.KEYS / claim.id).exists()
    assert claim.papers_erased_at is not None
    with work(writing=False) as w:
        row = queries.filing_row(w.session, claim)
        assert (row.story, row.named) == ("", []), "nor what was written, and who was named"
    with pytest.raises(Conflict, match="withdrawn"):
        do(cast.clara, add_paper, filed, Paper.OTHER, A_PNG)
    assert kinds_told(work) == [], "nor does the log tell of what was never handed in"


def test_a_damaged_key_stops_no_withdrawal(app, do, cast, work, filed, on_disk, settings):
    do(cast.clara, add_paper, filed, Paper.BIRTH, A_PNG)
    key = settings.home / vault.KEYS / claim_of(work, filed).id
    key.write_bytes(b"short")
    do(cast.clara, withdraw, filed)
    assert on_disk() == set()
    assert not key.exists()


def test_what_fails_once_all_is_committed_is_logged_and_left_to_the_job(
    app, do, cast, work, filed, on_disk, settings, caplog
):
    row = do(cast.clara, add_paper, filed, Paper.BIRTH, A_PNG)
    key = settings.home / vault.KEYS / claim_of(work, filed).id
    good = key.read_bytes()
    key.write_bytes(b"short")
    do(cast.clara, remove_paper, filed, CLAIMANT, row.id)
    assert "is left to the job" in caplog.text
    key.write_bytes(good)
    with app.app_context():
        assert erase_files() == 1
    assert on_disk() == set()


@pytest.mark.parametrize("brought", [0, 1])
def test_a_key_that_could_not_be_erased_is_tried_again_though_no_file_waits(
    app, do, cast, work, filed, settings, monkeypatch, brought
):
    for _ in range(brought):
        row = do(cast.clara, add_paper, filed, Paper.BIRTH, A_PNG)
        do(cast.clara, remove_paper, filed, CLAIMANT, row.id)
        with app.app_context():
            assert erase_files() == 1
    with monkeypatch.context() as patch:
        patch.setattr(vault, "shred", lambda *_: (_ for _ in ()).throw(OSError("full")))
        do(cast.clara, withdraw, filed)
    with app.app_context():
        assert erase_files() == 1
        assert erase_files() == 0
    assert vault.is_shredded(settings.home, claim_of(work, filed).id)


def test_handed_in_once_papers_are_kept_with_the_claim(do, cast, handed_in, on_disk):
    row = do(cast.clara, add_paper, handed_in, Paper.IDENTITY, A_PNG)
    do(cast.clara, withdraw, handed_in)
    assert on_disk() == {row.vault_name}
    do(cast.clara, open_paper, handed_in, CLAIMANT, row.id)


def test_the_first_moment_at_which_nothing_is_missing_is_kept(do, cast, work, filed, clock):
    rows = [do(cast.clara, add_paper, filed, paper, A_PNG) for paper in ASKED[:-1]]
    assert claim_of(work, filed).papers_complete_at is None
    do(cast.clara, hand_in_claim, filed)
    clock.move(hours=30)
    do(cast.clara, add_paper, filed, ASKED[-1], A_PDF)
    complete = claim_of(work, filed).papers_complete_at
    assert complete == clock.now
    clock.move(hours=1)
    do(cast.clara, remove_paper, filed, CLAIMANT, rows[0].id)
    do(cast.clara, add_paper, filed, Paper.IDENTITY, A_PDF)
    assert claim_of(work, filed).papers_complete_at == complete
    do(cast.clara, file_claim, FILED)  # not handed in: counted nowhere
    clock.move(days=7)
    with work(writing=False) as w:
        shares = queries.complete_within(w.session, w.now)
    assert shares == {DAY: Share(0, 1), WEEK: Share(1, 1)}


def test_another_benefit_asks_for_other_papers(do, cast, work, filed):
    for paper in (*ASKED[:3], Paper.DIAGNOSIS, Paper.DISCHARGE, Paper.INVOICE):
        do(cast.clara, add_paper, filed, paper, A_PNG)
    assert claim_of(work, filed).papers_complete_at is None
    illness = FILED.__class__(**{**vars(FILED), "benefit": "illness"})
    do(cast.clara, change_filing, filed, illness, 1)
    assert claim_of(work, filed).papers_complete_at is not None


def test_three_attachments_a_side_by_the_side(do, cast, work, disputed):
    do(cast.clara, name_adviser, disputed, cast.jurors[0].ref)
    adviser = cast.jurors[0]
    for actor, side in ((adviser, CLAIMANT), (cast.olive, PLAN)):
        rows = [do(actor, attach, disputed, side, A_PDF) for _one in range(3)]
        with pytest.raises(Conflict, match="3 files"):
            do(actor, attach, disputed, side, A_PDF)
        do(actor, remove_paper, disputed, side, rows[0].id)
        do(actor, attach, disputed, side, A_PDF)
    for actor, side in ((cast.olive, CLAIMANT), (cast.clara, PLAN), (cast.jurors[1], CLAIMANT)):
        with pytest.raises(Missing):
            do(actor, attach, disputed, side, A_PDF)


def test_the_other_side_opens_an_attachment_once_it_reads_the_statement(do, cast, disputed):
    ours = do(cast.clara, attach, disputed, CLAIMANT, A_PDF)
    theirs = do(cast.olive, attach, disputed, PLAN, A_PDF)
    for actor, side, row in ((cast.clara, CLAIMANT, theirs), (cast.olive, PLAN, ours)):
        with pytest.raises(Missing):
            do(actor, open_paper, disputed, side, row.id)
    for actor, side in ((cast.clara, CLAIMANT), (cast.olive, PLAN)):
        do(actor, save_statement, disputed, side, Round.STATEMENT, "So it was.", 0)
        do(actor, hand_in_statement, disputed, side, Round.STATEMENT, 1)
    for actor, side, row in ((cast.clara, CLAIMANT, theirs), (cast.olive, PLAN, ours)):
        do(actor, open_paper, disputed, side, row.id)
        with pytest.raises(Missing):
            do(actor, remove_paper, disputed, side, row.id)
    with pytest.raises(Conflict, match="handed this in"):
        do(cast.clara, attach, disputed, CLAIMANT, A_PDF)
    with pytest.raises(Conflict, match="handed this in"):
        do(cast.clara, remove_paper, disputed, CLAIMANT, ours.id)


def test_an_adviser_opens_attachments_and_no_papers(do, cast, handed_in):
    paper = do(cast.clara, add_paper, handed_in, Paper.IDENTITY, A_PNG)
    do(cast.olive, decide_claim, handed_in, REFUSED, 3)
    do(cast.clara, dispute_decision, handed_in, "It was not so.")
    do(cast.clara, name_adviser, handed_in, cast.jurors[0].ref)
    attached = do(cast.clara, attach, handed_in, CLAIMANT, A_PDF)
    do(cast.jurors[0], open_paper, handed_in, CLAIMANT, attached.id)
    with pytest.raises(Missing):
        do(cast.jurors[0], open_paper, handed_in, CLAIMANT, paper.id)
