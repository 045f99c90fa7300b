"""Papers are kept encrypted; what was changed is refused; what was erased is gone."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.vault import (
    CHUNK,
    KEYS,
    PAPERS,
    START,
    TAG,
    Damaged,
    drop,
    get,
    is_shredded,
    put,
    shred,
)
from kernel.errors import Conflict, Missing

SEALED = CHUNK + TAG
WORDS = b"Diagnosis: " + b"adenocarcinoma " * 9


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A home for the many examples of one property."""
    return tmp_path_factory.mktemp("home")


def names(home, folder):
    return sorted(path.name for path in (home / folder).iterdir())


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_a_paper_is_got_as_it_was_put(tmp_path, size):
    data = os.urandom(size)
    name = put(tmp_path, "c1", "p1", data)
    assert get(tmp_path, "c1", "p1", name) == data
    held = (tmp_path / PAPERS / name).stat().st_size
    assert held == START + size + TAG * max(1, -(-size // CHUNK))


@given(data=st.binary(max_size=300))
def test_any_bytes_are_got_as_they_were_put(shared, data):
    assert get(shared, "c1", "p1", put(shared, "c1", "p1", data)) == data


def test_nothing_is_readable_on_the_disk_and_nobody_else_may_read_it(tmp_path):
    name = put(tmp_path, "claim-1", "paper-1", WORDS)
    assert name != put(tmp_path, "claim-1", "paper-1", WORDS)
    for path in tmp_path.rglob("*"):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted
        assert path.is_dir() or b"carcinoma" not in path.read_bytes()
    assert names(tmp_path, KEYS) == ["claim-1"]


def test_a_key_that_others_may_read_is_not_used(tmp_path):
    name = put(tmp_path, "c1", "p1", WORDS)
    (tmp_path / KEYS / "c1").chmod(0o644)
    with pytest.raises(RuntimeError, match="chmod 600"):
        get(tmp_path, "c1", "p1", name)


@pytest.mark.parametrize("bad", ["", "..", "../c1", "a/b", "c1.erased", ".c1", "c\0", "é", "c1\n"])
def test_no_id_leads_out_of_the_folder(tmp_path, bad):
    name = put(tmp_path, "c1", "p1", WORDS)
    for use in (
        lambda: put(tmp_path, bad, "p1", WORDS),
        lambda: put(tmp_path, "c1", bad, WORDS),
        lambda: get(tmp_path, bad, "p1", name),
        lambda: get(tmp_path, "c1", "p1", bad),
        lambda: drop(tmp_path, "c1", bad),
        lambda: shred(tmp_path, bad),
    ):
        with pytest.raises(ValueError, match="cannot name"):
            use()
    assert names(tmp_path, PAPERS) == [name]


# ---- changed files


def changed(home, change, size=2 * CHUNK + 5):
    """Put a paper, change its file, and see that nothing of it is returned."""
    name = put(home, "c1", "p1", bytes(size))
    file = home / PAPERS / name
    held = file.read_bytes()
    bent = change(held)
    assert bent != held
    file.write_bytes(bent)
    with pytest.raises(Damaged):
        get(home, "c1", "p1", name)


@given(st.data())
def test_a_flipped_bit_is_refused(shared, data):
    def flip(held):
        at = data.draw(st.integers(0, len(held) - 1))
        bit = 1 << data.draw(st.integers(0, 7))
        return held[:at] + bytes([held[at] ^ bit]) + held[at + 1 :]

    changed(shared, flip, data.draw(st.sampled_from([0, 1, 200, CHUNK + 1])))


@given(st.data())
def test_a_file_that_was_cut_off_is_refused(shared, data):
    changed(shared, lambda held: held[: data.draw(st.integers(0, len(held) - 1))], CHUNK + 9)


@pytest.mark.parametrize("size", [2 * CHUNK, 2 * CHUNK + 5])
@pytest.mark.parametrize(
    "change",
    [
        lambda held: held[: START + SEALED],  # cut off between two chunks
        lambda held: held[: START + 2 * SEALED - 1],
        lambda held: held[:START],
        lambda held: held + held[START:],
        lambda held: held + bytes(TAG),
        lambda held: held[:START] + held[START + SEALED :],  # without the first
        lambda held: held[: START + SEALED] + held[START:],  # the first one twice
        lambda held: b"".join(
            (
                *(held[:START], held[START + SEALED : START + 2 * SEALED]),
                *(held[START : START + SEALED], held[START + 2 * SEALED :]),
            )
        ),
    ],
)
def test_chunks_that_are_gone_added_or_in_another_order_are_refused(tmp_path, change, size):
    data = os.urandom(size)
    name = put(tmp_path, "c1", "p1", data)
    file = tmp_path / PAPERS / name
    file.write_bytes(change(file.read_bytes()))
    with pytest.raises(Damaged):
        get(tmp_path, "c1", "p1", name)


def test_no_file_passes_for_another(tmp_path):
    first, second = put(tmp_path, "c1", "p1", b"first"), put(tmp_path, "c1", "p2", b"second")
    again, other = put(tmp_path, "c1", "p1", b"again"), put(tmp_path, "c2", "p1", b"other")
    kept = {one: (tmp_path / PAPERS / one).read_bytes() for one in (first, second, again, other)}
    for posing in (second, again, other):
        (tmp_path / PAPERS / first).write_bytes(kept[posing])
        with pytest.raises(Damaged):
            get(tmp_path, "c1", "p1", first)
    for claim, paper, name in (("c1", "p1", second), ("c1", "p2", again), ("c2", "p1", again)):
        with pytest.raises(Damaged):
            get(tmp_path, claim, paper, name)


# ---- erased


def test_what_was_erased_is_gone_and_other_claims_are_not(tmp_path):
    mine = [put(tmp_path, "c1", f"p{n}", WORDS) for n in range(3)]
    other = put(tmp_path, "c2", "p1", WORDS)
    assert shred(tmp_path, "c1") == 3
    for number, name in enumerate(mine):
        with pytest.raises(Missing):
            get(tmp_path, "c1", f"p{number}", name)
    assert get(tmp_path, "c2", "p1", other) == WORDS
    assert names(tmp_path, PAPERS) == [other]
    assert names(tmp_path, KEYS) == ["c1.erased", "c2"]
    assert (tmp_path / KEYS / "c1.erased").read_bytes() == b""
    assert shred(tmp_path, "c1") == 0


@pytest.mark.parametrize("papers", [0, 1])
def test_no_key_is_made_again(tmp_path, papers):
    for number in range(papers):
        put(tmp_path, "c1", f"p{number}", WORDS)
    shred(tmp_path, "c1")
    with pytest.raises(Conflict, match="erased"):
        put(tmp_path, "c1", "p9", WORDS)
    assert names(tmp_path, KEYS) == ["c1.erased"]


def test_a_file_is_unreadable_without_its_key_though_it_came_back_from_a_backup(tmp_path):
    name = put(tmp_path, "c1", "p1", WORDS)
    backup = (tmp_path / PAPERS / name).read_bytes()
    shred(tmp_path, "c1")
    (tmp_path / PAPERS / name).write_bytes(backup)
    with pytest.raises(Missing):
        get(tmp_path, "c1", "p1", name)


@pytest.mark.parametrize("broken_off", range(1, 9))
def test_erasing_that_was_broken_off_is_finished_by_doing_it_again(
    tmp_path, monkeypatch, broken_off
):
    """Broken off at each point at which something is made safe on the disk."""
    name = put(tmp_path, "c1", "p1", WORDS)
    real, count = os.fsync, 0

    def fsync(descriptor):
        nonlocal count
        count += 1
        if count == broken_off:
            raise OSError("no power")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    try:
        shred(tmp_path, "c1")
    except OSError:
        assert count == broken_off
    monkeypatch.setattr(os, "fsync", real)
    shred(tmp_path, "c1")
    with pytest.raises(Missing):
        get(tmp_path, "c1", "p1", name)
    assert names(tmp_path, PAPERS) == []
    assert names(tmp_path, KEYS) == ["c1.erased"]


def cut(key):
    key.write_bytes(key.read_bytes()[:20])


@pytest.mark.parametrize(
    "damage",
    [cut, lambda key: key.write_bytes(b""), lambda key: key.chmod(0o644)],
    ids=["cut", "empty", "readable"],
)
def test_a_damaged_key_is_erased_with_the_files_that_are_known(tmp_path, damage):
    known, other = put(tmp_path, "c1", "p1", WORDS), put(tmp_path, "c2", "p1", WORDS)
    damage(tmp_path / KEYS / "c1")
    assert not is_shredded(tmp_path, "c1")
    shred(tmp_path, "c1", (known,))
    assert is_shredded(tmp_path, "c1")
    assert names(tmp_path, PAPERS) == [other]
    assert names(tmp_path, KEYS) == ["c1.erased", "c2"]


def test_one_file_can_be_removed_by_its_own_claim_only(tmp_path):
    first, second = put(tmp_path, "c1", "p1", WORDS), put(tmp_path, "c1", "p2", WORDS)
    other = put(tmp_path, "c2", "p1", WORDS)
    with pytest.raises(Missing):
        drop(tmp_path, "c1", other)
    drop(tmp_path, "c1", first)
    drop(tmp_path, "c1", first)
    with pytest.raises(Missing):
        get(tmp_path, "c1", "p1", first)
    assert names(tmp_path, PAPERS) == sorted([second, other])


def test_of_a_paper_that_cannot_be_written_nothing_is_left(tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError("no space left on the device")

    put(tmp_path, "c1", "p1", WORDS)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        put(tmp_path, "c1", "p2", WORDS)
    assert len(names(tmp_path, PAPERS)) == 1


# ---- at once


def at_once(*calls):
    """Do these at the same moment, each in a thread of its own; return what each gives."""
    barrier = Barrier(len(calls))

    def start(call):
        barrier.wait()
        try:
            return call()
        except Conflict as refusal:
            return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(start, calls))


@pytest.mark.parametrize("turn", range(10))
def test_papers_that_are_put_at_once_make_one_key(tmp_path, turn):
    given = [f"p{number}" for number in range(8)]
    kept = at_once(*(lambda p=paper: put(tmp_path, "c1", p, p.encode()) for paper in given))
    assert names(tmp_path, KEYS) == ["c1"]
    for paper, name in zip(given, kept, strict=True):
        assert get(tmp_path, "c1", paper, name) == paper.encode()


@pytest.mark.parametrize("turn", range(10))
def test_a_paper_that_is_put_while_its_claim_is_erased_is_erased_or_refused(tmp_path, turn):
    put(tmp_path, "c1", "p0", WORDS)
    puts = [lambda n=n: put(tmp_path, "c1", f"p{n}", WORDS) for n in range(1, 6)]
    *kept, erased = at_once(*puts, lambda: shred(tmp_path, "c1"))
    assert erased == 1 + sum(isinstance(one, str) for one in kept)
    assert names(tmp_path, PAPERS) == []
    assert names(tmp_path, KEYS) == ["c1.erased"]
