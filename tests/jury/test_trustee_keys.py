"""The key files of a case whose key trustees hold."""

from itertools import combinations
from pathlib import Path

import pytest

from jury import shares
from jury.keyfiles import KeyGone
from jury.keys import (
    OtherKeys,
    SharesMissing,
    SplitKey,
    ballot_key,
    case_keys,
    destroy_case_keys,
    destroy_words,
    entered_places,
    keep_entered,
    make_case_keys,
    make_split_key,
    split_key,
    trustee_words,
)
from jury.seal import public_of
from kernel.settings import Settings
from tests.databases import settings_for

REF = "C-2026-0004"


@pytest.fixture
def house(tmp_path: Path) -> Settings:
    return settings_for(tmp_path / "home", "")


@pytest.fixture
def key(house: Settings) -> SplitKey:
    return make_split_key(house, REF, 3, 5)


def everything(house: Settings) -> bytes:
    """Return all that lies on the disk, names of files too."""
    files = sorted(path for path in house.home.rglob("*") if path.is_file())
    return b"\n".join(str(file).encode() + b"\n" + file.read_bytes() for file in files)


def show_all(house: Settings) -> list[str]:
    """Show each trustee their words, once."""
    words = [trustee_words(house, REF, place) for place in range(1, 6)]
    assert all(destroy_words(house, REF, place) for place in range(1, 6))
    return words


def test_three_of_five_open_it(house: Settings, key: SplitKey) -> None:
    words = show_all(house)
    pseudonyms = ballot_key(house, REF)
    for place in (5, 2, 4):
        with pytest.raises(SharesMissing, match=r"^\d of 3$"):
            case_keys(house, REF)
        entered = entered_places(house, REF)
        assert shares.look_at(words[place - 1], key.digests, entered) == place
        keep_entered(house, REF, place, words[place - 1].upper())
    assert entered_places(house, REF) == {2, 4, 5}
    keys = case_keys(house, REF)
    assert keys.public == key.public
    assert keys.ballot == pseudonyms
    keep_entered(house, REF, 1, words[0])  # who comes late does no harm
    assert case_keys(house, REF) == keys


def test_any_three_open_it(house: Settings, key: SplitKey) -> None:
    words = show_all(house)
    for met in combinations(words, 3):
        assert public_of(shares.join(met)) == key.public


def test_words_are_shown_once(house: Settings, key: SplitKey) -> None:
    words = trustee_words(house, REF, 2)
    assert destroy_words(house, REF, 2)
    with pytest.raises(KeyGone):
        trustee_words(house, REF, 2)
    assert not destroy_words(house, REF, 2)
    assert words.encode() not in everything(house)
    assert trustee_words(house, REF, 3) != words
    with pytest.raises(KeyGone):
        trustee_words(house, REF, 6)


def test_the_key_is_never_on_the_disk(house: Settings, key: SplitKey) -> None:
    before = everything(house)
    words = show_all(house)
    private = shares.join(words[:3])
    while_open = everything(house)
    for place in (1, 2, 3):
        keep_entered(house, REF, place, words[place - 1])
    assert case_keys(house, REF).private == private
    for found in (before, while_open, everything(house)):
        assert private not in found
        assert private.hex().encode() not in found
    assert not any(one.encode() in while_open for one in words)


def test_nobody_else_reads_the_files(house: Settings, key: SplitKey) -> None:
    keep_entered(house, REF, 1, trustee_words(house, REF, 1))
    folder = house.keys / "cases"
    assert {path.stat().st_mode & 0o077 for path in (folder, *folder.rglob("*"))} == {0}


def test_a_second_try_takes_what_is_there(house: Settings, key: SplitKey) -> None:
    again = make_split_key(house, REF, 2, 3)
    assert again == split_key(house, REF) == key
    assert (again.threshold, len(again.digests)) == (3, 5)


def test_a_race_is_won_once(
    house: Settings, key: SplitKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both saw no folder; the one that comes second leaves nothing behind."""
    there, before = Path.exists, everything(house)
    seen: list[Path] = []

    def exists(path: Path) -> bool:
        seen.append(path)
        return there(path) if len(seen) > 2 else False

    monkeypatch.setattr(Path, "exists", exists)
    assert make_split_key(house, REF, 2, 3) == key
    assert everything(house) == before
    assert [path.name for path in (house.keys / "cases").iterdir()] == [f"{REF}.trustees"]


def test_a_case_has_keys_of_one_kind(house: Settings, key: SplitKey) -> None:
    with pytest.raises(OtherKeys):
        make_case_keys(house, REF)
    make_case_keys(house, f"{REF}-2")
    with pytest.raises(OtherKeys):
        make_split_key(house, f"{REF}-2", 3, 5)
    assert case_keys(house, f"{REF}-2").ballot == ballot_key(house, f"{REF}-2")


def test_destroyed_for_good(house: Settings, key: SplitKey) -> None:
    words = trustee_words(house, REF, 1)
    keep_entered(house, REF, 1, words)
    assert destroy_case_keys(house, REF)
    assert not destroy_case_keys(house, REF)
    assert not everything(house)
    for act in (
        lambda: case_keys(house, REF),
        lambda: ballot_key(house, REF),
        lambda: split_key(house, REF),
        lambda: trustee_words(house, REF, 1),
        lambda: keep_entered(house, REF, 1, words),
    ):
        with pytest.raises(KeyGone):
            act()
    assert entered_places(house, REF) == set()


def test_a_half_destroyed_key_is_gone(house: Settings, key: SplitKey) -> None:
    (house.keys / "cases" / f"{REF}.trustees" / "split").unlink()
    with pytest.raises(KeyGone):
        case_keys(house, REF)
    assert destroy_case_keys(house, REF)
    assert not everything(house)


def test_shares_of_another_key_open_nothing(house: Settings, key: SplitKey) -> None:
    """Whoever can write here can put in what they like; the box stays shut."""
    other = shares.split(b"k" * 32, 3, 5)
    for place in (1, 2):
        keep_entered(house, REF, place, other[place - 1])
    keep_entered(house, REF, 3, trustee_words(house, REF, 3))
    with pytest.raises(KeyGone, match="no key"):
        case_keys(house, REF)
    (house.keys / "cases" / f"{REF}.trustees" / "entered-3").write_text(other[2])
    with pytest.raises(KeyGone, match="another key"):
        case_keys(house, REF)


def test_the_key_of_pseudonyms_must_be_whole(house: Settings, key: SplitKey) -> None:
    (house.keys / "cases" / f"{REF}.trustees" / "ballot").write_bytes(b"k" * 31)
    with pytest.raises(KeyGone):
        ballot_key(house, REF)


@pytest.mark.parametrize("ref", ["", "../x", "C-2026-0004/..", "c-1"])
def test_a_name_that_is_no_reference(house: Settings, ref: str) -> None:
    with pytest.raises(ValueError):
        make_split_key(house, ref, 3, 5)
