"""Some time after the verdict nobody can tell any more which ballot is whose."""

from datetime import timedelta

import pytest

from jury import queries
from jury.ballot import TIED
from jury.jobs import destroy_keys
from jury.keys import has_keys, those_kept
from kernel.errors import Conflict
from tests.clock import TestClock
from tests.jury.bench import REF, Bench, OpenWork
from tests.jury.walk import CASE, Visit, signed_in, with_book


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: object) -> Bench:
    return with_book(work, clock)


def run(bench: Bench) -> int:
    with bench.work(writing=False):
        return destroy_keys()


def test_a_juror_finds_the_receipt_for_a_while_and_then_is_told_why_not(
    bench: Bench, visit: Visit
) -> None:
    jurors = bench.ready()
    given = bench.vote(jurors[0])
    for juror in jurors[1:10]:
        bench.vote(juror)
    bench.close()
    bench.decide()
    bench.clock.move(TIED - timedelta(minutes=1))
    client, silent = signed_in(visit, jurors[0]), signed_in(visit, jurors[-1])
    assert run(bench) == 0
    assert "save your receipt" in client.get(f"{CASE}/receipt").text
    assert client.get(f"{CASE}/receipt.txt").data.decode() == given
    bench.clock.move(minutes=1)
    assert "nobody can tell any more" in client.get(f"{CASE}/receipt").text, "though no job ran"
    assert client.get(f"{CASE}/receipt.txt", status=404)
    assert run(bench) == 1
    assert run(bench) == 0
    page = client.get(CASE)
    assert "Thank you for judging" in page.text
    assert given not in page.click("Your receipt").text
    assert "no ballot was cast from your seat" in silent.get(CASE).text
    silent.get(f"{CASE}/receipt", status=404)
    with pytest.raises(Conflict, match="The case is over"):
        bench.vote(jurors[0])
    with bench.work(writing=False) as w:
        assert not has_keys(w.settings, REF)
        assert not queries.receipts(w.session, jurors[0].account, REF)
        assert not list(w.settings.keys.glob(f"cases/{REF}*key")), "not even a rest of it"


def test_the_keys_of_an_open_case_stay_however_old_it_is(bench: Bench) -> None:
    bench.freeze()
    bench.clock.move(2 * TIED)
    assert run(bench) == 0
    with bench.work(writing=False) as w:
        assert those_kept(w.settings) == {REF}
