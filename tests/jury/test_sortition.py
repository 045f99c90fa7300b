import struct
from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.merkle import leaf_hash
from jury.panel import drawn, panel_after
from jury.sortition import (
    SEAT,
    Disposition,
    Leaf,
    Pool,
    commitment,
    draw,
    draw_on,
    excluded_root,
    lot,
    lots,
    seed_of,
)

SEED = sha256(b"a seed").digest()
seeds = st.binary(min_size=32, max_size=32)


def leaves(size: int, resting: frozenset[int] = frozenset()) -> list[Leaf]:
    return [
        Leaf(3, ord, sha256(str(ord).encode()).hexdigest()[:32], "new", 4 if ord in resting else 0)
        for ord in range(size)
    ]


def pool(size: int, **how: object) -> Pool:
    return Pool(size, leaves(size).__getitem__, **how)  # type: ignore[arg-type]


def test_an_index_is_what_the_document_says() -> None:
    number = int.from_bytes(
        sha256(b"jury-draw/v1/seat\x00" + SEED + struct.pack(">Q", 7)).digest(), "big"
    )
    assert lot(SEAT, SEED, 7, 1_000) == number % 1_000
    assert (
        seed_of(b"d" * 32, b"r" * 32)
        == sha256(b"jury-draw/v1/seed\x00" + b"d" * 32 + b"r" * 32).digest()
    )
    assert commitment(b"s") == sha256(b"jury-draw/v1/house\x00s").hexdigest()


def test_numbers_that_would_favour_some_are_refused() -> None:
    size = (1 << 255) + 1  # almost every second number lies beyond the last full turn
    given_up = [j for j in range(64) if lot(SEAT, SEED, j, size) is None]
    assert 16 < len(given_up) < 48
    listed = lots(SEAT, SEED, range(size))
    assert [next(listed)[0] for _ in range(64 - len(given_up))] == [
        j for j in range(64) if j not in given_up
    ]


@given(seeds, st.integers(1, 60), st.integers(1, 20), st.integers(0, 6))
def test_a_draw_fills_the_places_or_sees_everybody(
    seed: bytes, size: int, seats: int, alternates: int
) -> None:
    rows = draw(seed, pool(size), seats, alternates)
    what = Counter(row[2] for row in rows)
    assert what[Disposition.SEATED] == min(seats, size)
    assert what[Disposition.ALTERNATE] == max(0, min(alternates, size - seats))
    assert rows[-1][2] is not Disposition.DUPLICATE
    assert [j for j, _ord, _what in rows] == sorted({j for j, _ord, _what in rows})


@given(seeds, st.integers(1, 60), st.integers(1, 12), st.integers(0, 4), st.integers(1, 12))
def test_a_larger_draw_begins_with_the_smaller(
    seed: bytes, size: int, seats: int, alternates: int, more: int
) -> None:
    small, large = (draw(seed, pool(size), many, alternates) for many in (seats, seats + more))
    both = [(j, ord) for j, ord, _what in large[: len(small)]]
    assert both == [(j, ord) for j, ord, _what in small]


@given(seeds, st.integers(2, 60), st.integers(1, 20))
def test_going_on_seats_the_next_one(seed: bytes, size: int, seats: int) -> None:
    before = draw(seed, pool(size), seats, 0)
    more = draw_on(seed, pool(size), before)
    longer = draw(seed, pool(size), seats + 1, 0)
    assert [*before, *more] == longer


@given(seeds, st.integers(1, 40), st.data())
def test_a_permuted_roll_seats_others_in_the_same_places(
    seed: bytes, size: int, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(size)))
    people = leaves(size)
    mixed = [people[at] for at in order]
    here = draw(seed, Pool(size, people.__getitem__), 5, 2)
    there = draw(seed, Pool(size, mixed.__getitem__), 5, 2)
    assert here == there


@given(seeds, st.integers(5, 40), st.data())
def test_nobody_who_is_barred_sits(seed: bytes, size: int, data: st.DataObject) -> None:
    some = st.frozensets(st.integers(0, size - 1), max_size=size // 2)
    out, busy, tired = (data.draw(some) for _ in range(3))
    people = leaves(size, tired)
    names = [leaf.pseudonym for leaf in people]
    left_out = dict.fromkeys((names[at] for at in busy), Disposition.CAP)
    left_out |= dict.fromkeys((names[at] for at in out), Disposition.CONFLICT)
    rows = draw(seed, Pool(size, people.__getitem__, left_out.get), size, 0)
    first: dict[int, Disposition] = {}
    for _j, ord, what in rows:
        if what is not Disposition.DUPLICATE:
            assert ord not in first
            first[ord] = what
    assert set(first) == set(range(size))
    for ord, what in first.items():
        wanted = Disposition.SEATED
        if ord in busy:
            wanted = Disposition.CAP
        if ord in tired:
            wanted = Disposition.COOL_OFF
        if ord in out:
            wanted = Disposition.CONFLICT
        assert what is wanted


def test_an_empty_pool_seats_nobody() -> None:
    assert draw(SEED, pool(0), 3, 1) == []
    assert draw_on(SEED, pool(3), draw(SEED, pool(3), 5, 0)) == []


def test_everybody_has_the_same_chance() -> None:
    """Chi-square over 30 places and 20 draws each of 3,000 seeds; fixed, so it never flickers."""
    hits = Counter(
        ord
        for number in range(3_000)
        for _j, ord, what in draw(sha256(b"%d" % number).digest(), pool_of_30, 3, 0)
        if what is Disposition.SEATED
    )
    expected = 3_000 * 3 / 30
    chi_square = sum((hits[ord] - expected) ** 2 / expected for ord in range(30))
    assert chi_square < 58.3  # 29 degrees of freedom, p = 0.001


pool_of_30 = pool(30)


def test_a_leaf_is_compact_json() -> None:
    people = leaves(21)
    assert people[13].hash() == leaf_hash(people[13].encode())
    assert people[13].encode() == (
        b'{"epoch":3,"next_free_epoch":0,"ord":13,"pseudonym":"%s","stratum":"new"}'
        % people[13].pseudonym.encode()
    )


def test_the_root_of_the_excluded_is_that_of_their_bytes() -> None:
    names = sorted(leaf.pseudonym for leaf in leaves(2))
    ends = [sha256(b"\x00" + bytes.fromhex(name)).digest() for name in names]
    assert excluded_root(names) == sha256(b"\x01" + b"".join(ends)).hexdigest()
    assert excluded_root([]) == sha256(b"").hexdigest()


def test_who_sits_after_replacements() -> None:
    seated, alternate = Disposition.SEATED, Disposition.ALTERNATE
    rows = [(0, 7, seated), (1, 7, Disposition.DUPLICATE), (2, 4, seated), (3, 9, alternate)]
    assert drawn(rows).seats == {1: 7, 2: 4}
    panel = panel_after(rows, [(2, 9), (1, None)])
    assert panel.seats == {1: None, 2: 9}
    assert panel.alternates == ()
    assert panel.voters == [9]
    with pytest.raises(KeyError):
        panel.replaced(3, 1)
