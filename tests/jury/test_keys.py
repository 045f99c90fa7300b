"""The key file of a case, and the half of it that a juror's pages need."""

import os

import pytest

from jury import keys, queries
from jury.keyfiles import KeyGone
from jury.keys import ballot_key, case_keys
from kernel.work import ground
from tests.jury.bench import REF, Bench


def test_the_half_that_makes_pseudonyms(bench: Bench) -> None:
    bench.freeze()
    with bench.work(writing=False) as w:
        assert ballot_key(w.settings, REF) == case_keys(w.settings, REF).ballot
        with pytest.raises(KeyGone):
            ballot_key(w.settings, "C-2026-9999")
        file = w.settings.keys / "cases" / f"{REF}.key"
        for wrong in (b"", b"k" * 63, b"k" * 65):
            file.write_bytes(wrong)
            with pytest.raises(KeyGone):
                ballot_key(w.settings, REF)


def test_nothing_but_the_count_reads_the_half_that_opens_ballots(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_any: object) -> None:
        raise AssertionError("the whole key file was read")

    jurors = bench.ready()
    monkeypatch.setattr(keys, "read", fail)
    bench.vote(jurors[0])
    with bench.work(writing=False) as w:
        (found,) = queries.my_cases(w.session, jurors[0].account)
        assert found.voted
        assert len(queries.receipts(w.session, jurors[0].account, REF)) == 1
    bench.close()


def test_only_the_asked_bytes_are_read(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    read = os.pread

    def watched(descriptor: int, size: int, offset: int) -> bytes:
        asked.append((size, offset))
        return read(descriptor, size, offset)

    bench.freeze()
    monkeypatch.setattr(os, "pread", watched)
    with bench.work(writing=False):
        ballot_key(ground().settings, REF)
    assert asked == [(32, 32)]
