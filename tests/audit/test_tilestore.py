"""Tiles and proofs out of kept hashes: what they are, and how little they ask for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from audit import merkle, note, queries, reconcile, tilestore
from audit.entry import Entry
from audit.jobs import sequence_logs
from audit.keys import verifier
from audit.models import Leaf, LogHead, PublishedCheckpoint, StoredHash
from audit.proofs import Tree
from audit.tile import Tile, hashes_in
from audit.verify import merkle as second
from audit.verify import note as second_note
from kernel.errors import Busy, Missing
from kernel.work import Work, ground, unit_of_work
from tests.audit.logs import decide
from tests.audit.synthetic import REF, Case
from tests.conftest import OpenWork
from tests.page import Client

LARGE = 66_000  # more than a full tile of level 1: its tile of level 2 has one hash
LEAVES = [sha256(b"leaf %d" % number).digest() for number in range(LARGE)]


def tree(size: int, read: list[Tile] | None = None) -> Tree:
    def content(wanted: Tile) -> bytes:
        if read is not None:
            read.append(wanted)
        return hashes_in(wanted, LEAVES[wanted.leaves.start : wanted.leaves.stop])

    return Tree(size, content)


@given(st.integers(1, 1200), st.data())
def test_proofs_out_of_tiles_are_those_out_of_leaves(size: int, data: st.DataObject) -> None:
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    of, leaves = tree(size), LEAVES[:size]
    assert of.root(0, old) == merkle.root(leaves[:old])
    assert of.inclusion(index) == merkle.inclusion_proof(leaves, index)
    assert of.consistency(old) == merkle.consistency_proof(leaves, old)


@pytest.mark.parametrize("index", [0, 65_535, 65_536, 65_791, LARGE - 1])
def test_a_proof_in_a_large_tree_reads_few_tiles(index: int) -> None:
    read: list[Tile] = []
    of = tree(LARGE, read)
    root = merkle.root(LEAVES)
    second.check_inclusion(LEAVES[index], index, LARGE, of.inclusion(index), root)
    assert len(read) <= 6
    if index:
        older = merkle.root(LEAVES[:index])
        second.check_consistency(index, LARGE, older, root, of.consistency(index))
        assert len(read) <= 6
    for asked in (lambda: of.inclusion(LARGE), lambda: of.consistency(LARGE + 1)):
        with pytest.raises((IndexError, ValueError)):
            asked()


@contextmanager
def counted(work: Work) -> Iterator[list[int]]:
    """Count the times that leaves are asked for."""
    counts: list[int] = []
    connection = work.session.connection()

    def after(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        if "leaf_hash" in statement.split("FROM")[0]:
            counts.append(1)

    sa.event.listen(connection, "after_cursor_execute", after)
    yield counts
    sa.event.remove(connection, "after_cursor_execute", after)


def fill(work: Work, size: int) -> None:
    """Put a log of `size` entries into the tables as the sequencer would, all at once."""
    rows = [
        {"log": REF, "leaf_index": at, "leaf_hash": leaf, "entry": b"%d" % at}
        for at, leaf in enumerate(LEAVES[:size])
    ]
    work.session.execute(sa.insert(Leaf.__table__), rows)
    edge = merkle.Edge().extended(LEAVES[:size])
    head = {"size": size, "root": edge.root}
    work.session.add(LogHead(log=REF, edge=edge.packed(), **head))
    work.session.add(PublishedCheckpoint(log=REF, note="a note\n", **head))
    work.session.flush()


def test_hashes_are_kept_a_few_at_a_time_and_then_a_proof_reads_few_leaves(
    work: OpenWork,
) -> None:
    size = (tilestore.AT_ONCE + 2) * 256 + 5
    with work() as w:
        fill(w, size)
        assert tilestore.keep(w.session, REF, size)
    with work() as w:
        assert not tilestore.keep(w.session, REF, size)
        assert not tilestore.keep(w.session, REF, size)
        assert w.session.scalar(sa.select(sa.func.count()).select_from(StoredHash)) == size // 256
        assert list(tilestore.mistakes(w.session, REF)) == []
        for wanted in (Tile(1, 0, 7), Tile(1, 0, size // 256)):
            leaves = LEAVES[wanted.leaves.start : wanted.leaves.stop]
            assert tilestore.tile(w.session, REF, wanted) == hashes_in(wanted, leaves)
        with counted(w) as asked:
            found = tilestore.tree(w.session, REF, size).inclusion(300)
        assert found == merkle.inclusion_proof(LEAVES[:size], 300)
        assert len(asked) == 2  # the tile of the leaf, and the one at the end
        w.session.execute(
            sa.update(StoredHash).values(hash=b"\0" * 32).where(StoredHash.index == 7)
        )
        (problem,) = tilestore.mistakes(w.session, REF)
        assert "0/007" in problem


def test_a_level_stands_on_the_one_below(work: OpenWork) -> None:
    with work() as w:
        rows = [{"log": REF, "level": 1, "hash_index": at, "hash": LEAVES[at]} for at in range(256)]
        w.session.execute(sa.insert(StoredHash.__table__), rows)
        assert not tilestore.keep(w.session, REF, 256 * 256)
        found = w.session.scalar(sa.select(StoredHash.hash).where(StoredHash.level == 2))
        assert found == merkle.root(LEAVES[:256])
        assert tilestore.content(w.session, REF, Tile(2, 0, 1)) == found


def test_what_is_not_kept_yet_is_worked_out(work: OpenWork) -> None:
    with work() as w:
        fill(w, 600)
        assert tilestore.tile(w.session, REF, Tile(1, 0, 2)) == hashes_in(
            Tile(1, 0, 2), LEAVES[:512]
        )
        for asked in (Tile(1, 0, 3), Tile(0, 2, 89), Tile(0, 3)):
            with pytest.raises(Missing):
                tilestore.tile(w.session, REF, asked)
        with pytest.raises(Missing):
            tilestore.inclusion(w.session, REF, b"\0" * 32)
        with pytest.raises(Missing):
            tilestore.tile(w.session, "C-2026-9999", Tile(0, 0, 1))


def test_nobody_who_asks_hashes_a_whole_log(work: OpenWork) -> None:
    size = LARGE
    with work() as w:
        fill(w, size)
        most = Tile(1, 0, tilestore.AT_ONCE)
        leaves = LEAVES[: most.leaves.stop]
        assert tilestore.tile(w.session, REF, most) == hashes_in(most, leaves)
        of = tilestore.tree(w.session, REF, size)
        for ask in (
            lambda: tilestore.tile(w.session, REF, Tile(1, 0, tilestore.AT_ONCE + 1)),
            lambda: tilestore.tile(w.session, REF, Tile(2, 0, 1)),
            lambda: of.inclusion(5),
            lambda: of.consistency(5),
        ):
            with counted(w) as asked, pytest.raises(Busy, match="flask audit tiles"):
                ask()
            assert len(asked) <= tilestore.AT_ONCE + 2
        while tilestore.keep(w.session, REF, size):
            pass
        with counted(w) as asked:
            found = tilestore.tree(w.session, REF, size).consistency(5)
        assert found == merkle.consistency_proof(LEAVES[:size], 5)
        assert len(asked) <= 2


def test_what_is_not_put_together_yet_is_asked_for_again(
    app: Flask, visit: Callable[[], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tilestore, "AT_ONCE", 1)
    with app.app_context(), unit_of_work() as w:
        fill(w, 600)
    answer = visit().get(f"/log/case/{REF}/tile/1/000.p/2", status=503)
    assert answer.headers["Retry-After"] == "60"
    assert "Try again in a minute" in answer.text
    visit().get(f"/log/case/{REF}/tile/1/000.p/1")


@pytest.fixture
def decided(app: Flask) -> Flask:
    with app.app_context():
        decide(Case())
        sequence_logs()
    return app


def test_anybody_is_served_proofs_of_a_case(decided: Flask, visit: Callable[[], Client]) -> None:
    client = visit()
    with decided.app_context(), unit_of_work(writing=False) as work:
        raws = queries.entries(work.session, REF)
        key = verifier(ground().settings, REF)
        assert list(reconcile.problems(work.session, ground().settings)) == []
    second_key = second_note.Key(key.name, key.public)
    leaf = Entry(raws[8]).leaf_hash
    answer = client.get(f"/log/case/{REF}/proof/{leaf.hex()}")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    index, proof, ends = second_note.proof_file(answer.data, note.PROOF, "index")
    head = second_note.checkpoint(ends, second_key)
    second.check_inclusion(leaf, index, head.size, proof, head.root)
    assert (index, head.size) == (8, len(raws))
    answer = client.get(f"/log/case/{REF}/consistency/3")
    old, proof, ends = second_note.proof_file(answer.data, note.CONSISTENCY, "old")
    older = merkle.root(Entry(raw).leaf_hash for raw in raws[:3])
    second.check_consistency(old, head.size, older, head.root, proof)
    between = client.get(f"/log/case/{REF}/consistency/3/{len(raws)}")
    assert between.data == answer.data
    for path in (
        "consistency/0/3", "consistency/3/0", "consistency/3/4", f"consistency/{head.size}/1",
        f"proof/{'0' * 64}", f"proof/{leaf.hex().upper()}", f"proof/{leaf.hex()[1:]}",
        "consistency/0", f"consistency/{head.size + 1}", "consistency/x",
    ):  # fmt: skip
        assert client.get(f"/log/case/{REF}/{path}", status=404).status == 404
    client.get(f"/log/case/C-2026-9999/proof/{leaf.hex()}", status=404)


def test_what_changes_is_kept_for_seconds_and_what_does_not_for_good(
    decided: Flask, visit: Callable[[], Client]
) -> None:
    client = visit()
    for path, how in (
        ("/log/checkpoint", "public, max-age=5"),
        ("/log/consistency/1", "public, max-age=5"),
        ("/log/tile/0/000.p/1", "public, max-age=31536000, immutable"),
        (f"/log/case/{REF}/tile/entries/000.p/1", "public, max-age=31536000, immutable"),
    ):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == how
        again = client.raw.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
