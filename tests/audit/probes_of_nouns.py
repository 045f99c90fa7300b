"""Questions to single functions of the verifier that only take values; see `probes`."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Any

from tests.audit.lottery import Says
from tests.audit.test_verify_libraries import lopsided

Get = Callable[[str], Any]
Probe = Callable[[Get], Any]


HEAD, TAIL = b'{"v":1,"kind":"a","case":"', b'"}'

# Entries and their fields


def entries(_folder: Path) -> Iterator[Probe]:
    for raw in (
        b"{}",
        b"[]",
        b"1",
        b'"[{"',
        b"",
        b"{",
        b"\xff",
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        *(b'{"a":%d}' % number for number in (2**53 - 1, 2**53, -(2**53), 1 - 2**53, 10**17)),
        b'{"a":-00}',
        b'{"a":' + b"9" * 5000 + b"}",
        *(b"[" * depth + b"]" * depth for depth in (11, 12, 13)),
        *(b'{"a":' * depth + b"1" + b"}" * depth for depth in (12, 13)),
        b'"\\"[[[[[[[[[[[[[[[["',
        b"]" * 20,
        b'{"v":1,"kind":"a","case":"b"}',
        b'{"v":2,"kind":"a","case":"b"}',
        b'{"v":true,"kind":"a","case":"b"}',
        b'{"kind":"a","case":"b"}',
        b'{"v":1,"kind":1,"case":"b"}',
        b'{"v":1,"kind":"a","case":1}',
        b'{"v":1,"kind":"a"}',
        b'{"v":1,"case":"a"}',
        *(HEAD + b"x" * (size - len(HEAD + TAIL)) + TAIL for size in (65_535, 65_536)),
    ):
        yield lambda get, raw=raw: get("entries").strict(raw)
        yield lambda get, raw=raw: get("entries").entry(raw)
    for text in ("2026-11-26T12:00:00Z", "2026-02-30T12:00:00Z", "2026-11-26T24:00:00Z"):
        yield lambda get, text=text: get("entries").moment(text)


def tiles(_folder: Path) -> Iterator[Probe]:
    full = b"\0\0" * 256
    for raw in (b"", b"\0", b"\0\1", b"\0\1a", b"\0\1a\0", full, full * 2, b"\0\1a\0\2b"):
        yield lambda get, raw=raw: get("tree").unpacked(raw, "a bundle")
    names = [f"tile/entries/{one}" for one in ("x001/001.p/1", "x001/000", "999", "000")]
    yield lambda get: get("tree").in_order(dict.fromkeys([*names, "tile/0/000"], b""))
    for number, width in product((0, 7, 999, 1000, 1234067), (1, 255, 256)):
        yield lambda get, number=number, width=width: get("tree")._spelled(number, width)
    for size in (0, 1, 2, 255, 256, 257, 511, 512, 513):
        yield lambda get, size=size: list(get("tree").bundles(size))
        yield lambda get, size=size: digest(get("tree").tiles(grown(get, size)))
        for upto in {0, 1, size // 2, size}:
            yield lambda get, size=size, upto=upto: grown(get, size).root(upto)
        for change in (dict, more, fewer, another, wider):
            yield lambda get, size=size, change=change: tiles_checked(get, size, change)
    for leaf in (b"a" * 32, b"0" * 32, b"0" * 31, b"1" + b"0" * 31, "0", b"b" * 32):
        leaves = b"a" * 31 + b"0" + b"0" * 32 + b"b" * 32
        yield lambda get, leaf=leaf, leaves=leaves: leaf in get("tree").Leaves(leaves)
        yield lambda get, leaf=leaf, leaves=leaves: get("tree").Leaves(leaves).index(leaf)
    yield lambda get: get("tree").Leaves(bytes(96))[1:]
    yield lambda get: get("tree").Leaves(bytes(range(96)))[1:3].raw
    yield lambda get: get("tree").Leaves(bytes(range(96)))[-1]


def grown(get: Get, size: int) -> Any:
    hashes = [sha256(b"%d" % at).digest() for at in range(size)]
    whole = range(0, size // 256 * 256, 256)
    blocks = [get("merkle").root(hashes[at : at + 256]) for at in whole]
    return get("tree").Leaves(b"".join(hashes), blocks)


def digest(parts: Iterator[Any]) -> str:
    return sha256(repr(list(parts)).encode()).hexdigest()


Tiles = dict[str, bytes]


def more(found: Tiles) -> Tiles:
    return {**found, "tile/9/000": b""}


def fewer(found: Tiles) -> Tiles:
    return dict([*found.items()][1:])


def another(found: Tiles) -> Tiles:
    return {name: raw[:-1] + b"x" for name, raw in found.items()}


def wider(found: Tiles) -> Tiles:
    return {f"{name}.p/255" if name.endswith("0") else name: raw for name, raw in found.items()}


def tiles_checked(get: Get, size: int, change: Callable[[Tiles], Tiles]) -> int:
    tree, leaves = get("tree"), grown(get, size)
    widths = dict(tree.bundles(size))
    members = {**dict(tree.tiles(leaves)), **dict.fromkeys(widths, b"")}
    told: int = tree.check(leaves, widths, change(members))
    if change is another and size > 1:  # what a bundle holds, and not only its name
        tree.check(leaves, {name: width - 1 for name, width in widths.items()}, members)
    return told


def schemas(_folder: Path) -> Iterator[Probe]:
    values: tuple[Any, ...] = (
        *(None, True, False, 0, 1, -1, 1.0, "", "a", [], {}, [1], {"a": 1}, ["a"], {"a": "b"}),
        *("drawn", "stratified", "house", "|", "drawn|stratified", "0" * 64, "0" * 63, "g" * 64),
        *("0" * 32, "0" * 96, "1" * 12, "1" * 11, "AAAA", "AAA", "2026-11-26T12:00:00Z"),
        *([0, 1], [1, 1], [2, 1], [0, 0], [1, 2, 3], [0, True], [0, 1, "seated"], [0, 1, "sat"]),
        *(["a", 1], [[1]], [[1], ["a"]], [["a", 1]], [[0, 1]], {"a": {"a": 1}}),
        {"kind": "house", "commitment": "0" * 64},
        {"kind": "beacon", "chain": "0" * 64, "at": "2026-11-26T12:00:00Z", "round": 1},
        {"kind": "ceremony", "source": "dice", "at": "2026-11-26T12:00:00Z"},
        {"size": 1, "root": "0" * 64},
        {"size": 1, "root": "0" * 64, "more": 1},
        {"size": 1},
        {"share": [1, 2], "operator": ">"},
        {"share": [1, 2], "operator": "="},
        {"count": 1, "root": "0" * 64, "reasons": {"a": 1}},
        {"count": 1, "root": "0" * 64, "reasons": {"a": -1}},
    )
    kinds = (
        *("text", "count", "flag", "digest", "pid", "signature", "digits", "time", "base64"),
        *("fraction", "row", "named", "pair", "drawn|stratified", "house|", ">|>="),
        *("count or null", "text or null", "bar or null", "list of count", "list of list of count"),
        *("list of named", "map of count", "map of answers", "head", "bar", "excluded"),
        *("commitment or beacon or ceremony", "list of row", "list of pair"),
    )
    for kind, value in product(kinds, values):
        yield lambda get, kind=kind, value=value: get("schema").fits(kind, value)
    for name, value in product(("head", "case.withdrawn", "case.opened"), values):
        yield lambda get, name=name, value=value: get("schema").check_fields(name, value)


# The count


def tallies(_folder: Path) -> Iterator[Probe]:
    """Small counts under every sort of standard, ties and bars that are just met among them."""
    bars = [
        {"share": share, "operator": operator}
        for share in ([1, 2], [2, 3])
        for operator in (">", ">=")
    ]
    for bar, part, whole in product(bars, range(5), range(5)):
        yield lambda get, given=(bar, part, whole): get("tally").meets(*given)
    for bar, denial, approval, absolute in product(bars, (None, *bars), (0, 2), (0, 2)):
        quorum = {"absolute": absolute, "share": [1, 3]}
        standard = {"quorum": quorum, "threshold": bar, "denial": denial, "approval": approval}
        for up, down, of in product(range(5), range(5), (0, 6, 7)):
            given = (standard, up, down, of)
            yield lambda get, given=given: get("tally").outcome(*given)
        for again, again_of, appeal in product((True, False), (None, "C-2026-0009"), (True, False)):
            opening = {"clauses": [{"id": "a"}, {"id": "b"}], "tiers": [5, 7]}
            opening |= {"standard": {**standard, "seats": 3, "again": again}}
            opening |= {"again_of": again_of, "appeal": appeal}
            for votes in VOTES:
                yield lambda get, given=(opening, votes): counted(get, *given)
            older = {name: opening[name] for name in opening if name != "appeal"}
            yield lambda get, given=(older, VOTES[0]): counted(get, *given)


VOTES: list[list[tuple[str, str | None, int | None]]] = [
    [],
    [("counted", "uphold", 5), ("counted", "uphold", 7), ("counted", "uphold", 7)],
    [("counted", "uphold", 5), ("counted", "uphold", 7), ("counted", "deny", 7)],
    [("counted", "uphold", None), ("counted", "uphold", 7), ("replaced", None, None)],
    [("counted", "uphold", None), ("counted", "uphold", None), ("void", None, None)],
    [("counted", "deny", 5), ("counted", "deny", 5), ("counted", "cannot_judge", 5)],
    [("counted", "uphold", 5), ("counted", "deny", None)],
]


def counted(get: Get, opening: Says, votes: list[tuple[str, str | None, int | None]]) -> Any:
    count = get("opening").Count()
    for counted, choice, tier in votes:
        if counted == "counted":
            count.add({"choice": choice, "issues": {"a": "applies"}, "tier": tier}, 1)
        else:
            setattr(count, counted, getattr(count, counted) + 1)
    return get("tally").recount(opening, count)


# The lot


class Few:
    """What a stream asks of a roll: four people, of whom two may sit."""

    leaves = {
        at: {"pseudonym": f"{at}", "next_free_epoch": free, "epoch": 3}
        for at, free in enumerate((3, 4, 0, 0))
    }
    conflict, cap = {"2"}, {"3"}


def streams(_folder: Path) -> Iterator[Probe]:
    for seats, alternates, places in product((0, 1, 2, 5), (0, 1, 5), (1, 3, 4, 5)):
        given = (b"lot", range(places))
        yield (
            lambda get, given=given, free=(seats, alternates): (
                get("stream").Stream(*given, Few).rows(*free)
            )
        )


def lotteries(_folder: Path) -> Iterator[Probe]:
    parts: dict[str, Any] = {
        "seats": 3,
        "quotas": [{"feature": "age", "value": "old", "least": 1, "most": 2}],
        "names": ["age=old", "age=young"],
        "available": [3, 3],
        "compositions": [[1, 2], [2, 1]],
        "weights": [400_000, 600_000],
        "certificate": [],
    }
    for ball in (0, 399_999, 400_000, 999_999, 1_000_000):
        yield lambda get, ball=ball: get("lottery").Lottery(**parts).composition(ball)
    for panel in ([1, 2], [2, 1], [3, 0], [0, 3], [1, 1], [2, 2], [1, 2, 0], [3], [], [-1, 4]):
        yield lambda get, panel=panel: get("lottery").Lottery(**parts).allows(panel)
    tight = {**parts, "available": [1, 2]}
    for panel in ([1, 2], [2, 1]):
        yield lambda get, panel=panel: get("lottery").Lottery(**tight).allows(panel)
    level = {"settled": [0], "prices": [[0, 2], [1, 1]], "most": 5}
    yield lambda get: dearest(get, parts, level)
    never = {**parts, "quotas": [{"feature": "age", "value": "old", "least": 9, "most": 9}]}
    yield lambda get: dearest(get, never, level)
    for high in (1, 300_000, 300_001, 10**6, 2**51):
        yield lambda get, high=high: weighed(get, high)


def weighed(get: Get, high: int) -> str:
    lottery = get("lottery")
    told: str = lottery.check_chances(lottery.Lottery(**vars(lopsided(high))))
    return told


def dearest(get: Get, parts: dict[str, Any], level: dict[str, Any]) -> int:
    panels = get("lottery")._Panels(get("lottery").Lottery(**parts))
    found: int = panels.dearest(level)
    return found


# What was to decide


def announcements(_folder: Path) -> Iterator[Probe]:
    at = "2026-11-21T09:00:00Z"
    for source in ("", "x", "x" * 200, "x" * 201, "a  b", " a", "a\n", "e\u0301", "\u00e9"):
        announced = {"kind": "ceremony", "at": at, "source": source}
        yield lambda get, given=announced: get("randomness")._check_announced(given)


def rounds(_folder: Path) -> Iterator[Probe]:
    first = 1_692_803_367 - 600
    for second in (-1, 0, 1, 2, 3, 1_000_000):
        at = datetime.fromtimestamp(first + second, UTC)
        yield lambda get, at=at: get("beacon").round_after(at)


PURE: dict[str, Callable[[Path], Iterator[Probe]]] = {
    "beacon": rounds,
    "entries": entries,
    "lottery": lotteries,
    "opening": tallies,
    "randomness": announcements,
    "schema": schemas,
    "stream": streams,
    "tally": tallies,
    "tree": tiles,
}
