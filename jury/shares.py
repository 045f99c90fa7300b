"""The key of a case in the hands of trustees: shares of words, any few of which bring it back.

Source: SLIP-39, "Shamir's Secret-Sharing for Mnemonic Codes", with one group and no passphrase.
Messages here never repeat a word of a share.
"""

from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import Any

from kernel.errors import N_, Conflict, Malformed

MOST = 16  # shares that SLIP-39 can tell apart
FEWEST = 2  # shares that open: with one of several, SLIP-39 would give the same words to all
WORDS = 33  # of a share of 32 bytes
DIGEST = b"jury/share/v1\0"

NOT_A_WORD = N_("Word %(number)s is none that a share can hold. Compare it with your paper.")
NOT_AS_MANY = N_("A share has %(needed)s words; these are %(count)s.")
MISTYPED = N_(
    "These words do not fit together: one is another than on your paper, or two changed places."
)
FOREIGN = N_("These words are for another case. Look at what your paper says.")
NOT_GIVEN = N_("These words were never given out.")
TWICE = N_("These words were entered before. Another trustee's are needed.")
NO_KEY = N_("These shares do not make a key: too few, too many, or not of one set.")


class BadShare(Malformed):
    """These words do not help to open this case; the message says which way."""


class NoSharing(Conflict):
    """Keys can be neither split nor joined here."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "A key cannot be shared among trustees here. Whoever runs this server must first "
                "install what requirements/extras.txt lists."
            )
        )


def can_share() -> bool:
    """Whether keys can be split and joined here: what that takes is installed."""
    try:
        _library()
    except NoSharing:
        return False
    return True


def split(secret: bytes, threshold: int, count: int) -> list[str]:
    """Return `count` shares of a secret, any `threshold` of which make it again.

    secret: 32 bytes, of which fewer shares tell nothing. Each share is 33 words with single spaces;
    place 1 comes first. Raises ValueError unless 2 ≤ threshold ≤ count ≤ 16; NoSharing.
    """
    if len(secret) != 32 or not FEWEST <= threshold <= count <= MOST:
        raise ValueError("32 bytes are split among at most 16, of whom at least two must meet")
    # No stretching: it slows down guesses at a passphrase, and there is none.
    made = _library().generate_mnemonics(1, [(threshold, count)], secret, iteration_exponent=0)
    return [str(words) for words in made[0]]


def plain(words: str) -> str:
    """Return a share in its one way of being written: small letters, single spaces."""
    return " ".join(words.lower().split())


def digest(words: str) -> str:
    """Return what the house keeps of a share: by it the share is known again, and not told.

    It is the number of the set (4 hex digits, the same for all shares of one key), a colon, and
    SHA-256("jury/share/v1\\0" ‖ plain words) in hex. Raises BadShare for words that are no share;
    NoSharing.
    """
    return f"{_set_of(words):04x}:{sha256(DIGEST + plain(words).encode()).hexdigest()}"


def look_at(words: str, given: Sequence[str], entered: Collection[int]) -> int:
    """Return the place, from 1 on, of the share that a trustee enters.

    given: the digests of this case's shares by place. entered: the places that were entered before.
    Raises BadShare, which tells a mistyped share, one of another case, one that was never given out
    and one that was entered before; NoSharing.
    """
    found = digest(words)
    if found in given:
        place = given.index(found) + 1
        if place in entered:
            raise BadShare(TWICE)
        return place
    sets = {one.partition(":")[0] for one in given}
    raise BadShare(NOT_GIVEN if found.partition(":")[0] in sets else FOREIGN)


def join(shares: Sequence[str]) -> bytes:
    """Return the secret that these shares make: exactly as many as are needed.

    Raises BadShare for any that make none; NoSharing. That it is the right secret is for the
    caller to see: the shares of another key make that other key.
    """
    library = _library()
    try:
        return bytes(library.combine_mnemonics(shares))
    except library.MnemonicError:  # it may quote words: not passed on
        raise BadShare(NO_KEY) from None


def _set_of(words: str) -> int:
    """Return the number of the set that a share is of; raises BadShare for words that are none."""
    library = _library()
    said = plain(words).split()
    if len(said) != WORDS:
        raise BadShare(NOT_AS_MANY, needed=WORDS, count=len(said))
    known = library.wordlist.WORD_INDEX_MAP
    for number, word in enumerate(said, 1):
        if word not in known:
            raise BadShare(NOT_A_WORD, number=number)
    try:
        return int(library.Share.from_mnemonic(" ".join(said)).identifier)
    except library.MnemonicError:
        raise BadShare(MISTYPED) from None


def _library() -> Any:
    try:
        import shamir_mnemonic
    except ImportError:
        raise NoSharing() from None
    return shamir_mnemonic
