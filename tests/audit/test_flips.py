"""Every byte of the evidence, flipped: in the zip file, and in each member with all packed again.

One bit of each byte, another from byte to byte; of members that are packed again every eighth byte.
With VENIRE_EVERY_BIT all bytes of both, and all eight bits (`.ci/long`). The bytes are dealt out to
shards, which run side by side.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.verify import box
from tests.audit.checking import failed, steps_of
from tests.audit.modes import MODES
from tests.audit.synthetic import Case

SHARDS = range(8)
EVERY_BIT = bool(os.environ.get("VENIRE_EVERY_BIT"))
OF_A_MODE = {"assembly": {"voters"}, "stratified": {"lottery.json"}}  # others: of the house's draw


def flipped(content: bytes, shard: int) -> Iterator[tuple[int, bytes]]:
    """Yield where a byte was flipped and what came of it, for the bytes of one shard."""
    for at in range(shard, len(content), len(SHARDS)):
        for bit in range(8) if EVERY_BIT else [at // len(SHARDS) % 8]:
            bad = bytearray(content)
            bad[at] ^= 1 << bit
            yield at, bytes(bad)


@pytest.mark.parametrize("shard", SHARDS)
def test_no_byte_of_the_file_can_be_flipped(shard: int, tmp_path: Path) -> None:
    content = Case().bundle()
    assert len(content) > 25_000
    for at, bad in flipped(content, shard):
        assert failed(steps_of(bad, tmp_path)) != [], at


@pytest.mark.parametrize("shard", SHARDS if EVERY_BIT else SHARDS[:1])
def test_no_byte_of_a_member_can_be_flipped_by_one_who_packs_again(
    shard: int, tmp_path: Path
) -> None:
    members = Case().members()
    assert set(members) - set(box.MEMBERS) == {
        "roll.jsonl",
        "tile/0/000.p/16",
        "tile/entries/000.p/16",
    }
    for name, content in members.items():
        for at, bad in flipped(content, shard):
            steps = steps_of(box.written({**members, name: bad}), tmp_path)
            assert failed(steps) != [], (name, at)


@pytest.mark.parametrize("mode", OF_A_MODE)
def test_no_byte_of_what_a_mode_has_besides_can_be_flipped(mode: str, tmp_path: Path) -> None:
    members = MODES[mode]().members()
    assert OF_A_MODE[mode] == set(members) & {"voters", "lottery.json"}
    for name in OF_A_MODE[mode]:
        for shard in SHARDS:
            for at, bad in flipped(members[name], shard):
                steps = steps_of(box.written({**members, name: bad}), tmp_path)
                assert failed(steps) != [], (name, at)
