"""Shares of a key: others' vectors, any few of them, and what is told of those that do not help."""

import json
import sys
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
import shamir_mnemonic
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from shamir_mnemonic.wordlist import WORDLIST

from jury import shares
from jury.shares import BadShare, NoSharing, digest, join, look_at, plain, split

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "slip39" / "vectors.json"
SECRET = sha256(b"a key").digest()
GIVEN = split(SECRET, 3, 5)
DIGESTS = [digest(words) for words in GIVEN]
few = hypothesis_settings(max_examples=30)


def why(words: str, entered: frozenset[int] = frozenset()) -> str:
    """Return the msgid by which these words are refused."""
    with pytest.raises(BadShare) as refused:
        look_at(words, DIGESTS, entered)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
    return refused.value.message


@pytest.mark.skipif(not VECTORS.exists(), reason=f"the vectors are not at {VECTORS}")
def test_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    with_theirs = partial(shamir_mnemonic.combine_mnemonics, passphrase=b"TREZOR")
    monkeypatch.setattr(shamir_mnemonic, "combine_mnemonics", with_theirs)
    found = json.loads(VECTORS.read_text())
    assert len(found) == 45
    for name, words, secret, _key in found:
        if secret:
            assert join(words).hex() == secret, name
        else:
            with pytest.raises(BadShare):
                join(words)


@few
@given(st.data(), st.binary(min_size=32, max_size=32))
def test_any_few_make_the_secret_again(data: st.DataObject, secret: bytes) -> None:
    count = data.draw(st.integers(2, 16))
    threshold = data.draw(st.integers(2, count))
    made = split(secret, threshold, count)
    assert {len(words.split()) for words in made} == {33}
    met = data.draw(st.permutations(made))[:threshold]
    assert join(met) == secret
    with pytest.raises(BadShare):
        join(met[1:])


@pytest.mark.parametrize(("threshold", "count"), [(0, 3), (1, 3), (1, 1), (4, 3), (2, 17)])
def test_who_cannot_share(threshold: int, count: int) -> None:
    with pytest.raises(ValueError):
        split(SECRET, threshold, count)
    with pytest.raises(ValueError):
        split(SECRET[:16], 2, 3)


def test_a_share_is_known_by_its_place() -> None:
    for place, words in enumerate(GIVEN, 1):
        assert look_at(words, DIGESTS, {1, 2, 3, 4, 5} - {place}) == place
        shouted = "\n " + words.upper().replace(" ", "  \t")
        assert plain(shouted) == words
        assert look_at(shouted, DIGESTS, set()) == place
    assert len({one.partition(":")[0] for one in DIGESTS}) == 1
    assert len(set(DIGESTS)) == 5


def test_a_share_that_was_entered_before() -> None:
    assert why(GIVEN[1], frozenset({2})) == shares.TWICE


def test_a_share_of_another_case() -> None:
    other = next(made for made in iter(lambda: split(SECRET, 3, 5), None) if set_of(made) != OURS)
    assert why(other[0]) == shares.FOREIGN
    assert why(other[0], frozenset({1})) == shares.FOREIGN


def test_a_share_that_was_never_given_out() -> None:
    """Another with the number of our set: somebody made it up, or two sets fell on one number."""
    hidden = shamir_mnemonic.EncryptedMasterSecret(int(OURS, 16), True, 0, SECRET)
    made_up = shamir_mnemonic.split_ems(1, [(3, 5)], hidden)
    assert why(made_up[0][0].mnemonic()) == shares.NOT_GIVEN


def set_of(made: list[str]) -> str:
    return digest(made[0]).partition(":")[0]


OURS = set_of(GIVEN)


def test_words_that_are_no_share() -> None:
    words = GIVEN[0].split()
    assert why("") == why(" ".join(words[:-1])) == why(GIVEN[0] + " academic") == shares.NOT_AS_MANY
    assert why(" ".join([*words[:6], "squirel", *words[7:]])) == shares.NOT_A_WORD
    with pytest.raises(BadShare) as refused:
        look_at(" ".join([*words[:6], "squirel", *words[7:]]), DIGESTS, set())
    assert "Word 7 " in str(refused.value)
    assert "squirel" not in str(refused.value)


@given(st.data())
def test_up_to_three_mistyped_words_are_noticed(data: st.DataObject) -> None:
    """SLIP-39, "Checksum": it finds any three wrong words."""
    words = GIVEN[0].split()
    for at in data.draw(st.sets(st.integers(0, 32), min_size=1, max_size=3)):
        words[at] = data.draw(st.sampled_from([one for one in WORDLIST if one != words[at]]))
    assert why(" ".join(words)) == shares.MISTYPED


@given(st.integers(0, 32), st.integers(0, 32))
def test_two_words_that_changed_places_are_noticed(one: int, other: int) -> None:
    words = GIVEN[0].split()
    words[one], words[other] = words[other], words[one]
    if words != GIVEN[0].split():
        assert why(" ".join(words)) == shares.MISTYPED


def test_shares_of_two_sets_make_nothing() -> None:
    other = split(SECRET, 3, 5)
    for met in ([*GIVEN[:2], other[2]], GIVEN[:4], [GIVEN[0]] * 3, []):
        with pytest.raises(BadShare):
            join(met)


def test_the_digest_tells_no_share() -> None:
    set_number, _, found = DIGESTS[0].partition(":")
    assert found == sha256(b"jury/share/v1\0" + GIVEN[0].encode()).hexdigest()
    assert len(set_number) == 4


def test_without_the_library_no_key_is_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shamir_mnemonic", None)
    for act in (
        lambda: split(SECRET, 2, 3),
        lambda: join(GIVEN[:3]),
        lambda: look_at(GIVEN[0], DIGESTS, set()),
    ):
        with pytest.raises(NoSharing, match=r"extras\.txt"):
            act()
