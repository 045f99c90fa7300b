"""The keys of a case and the secret of its draw: files beside the database, for one pair of eyes.

A reader of the database, or of a backup of it, opens no ballot and knows no draw beforehand.

Where trustees hold the key, the house writes it nowhere. Their shares lie here until each trustee
has seen theirs, which is before the poll opens, and again from when they are entered, which is
after it has closed: while ballots are cast, nothing here opens them.

Some time after the verdict they are destroyed (`jury.ballot.TIED`): the half that opens ballots is
in the log by then, and with it the other half would tell for ever who voted how.
"""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from audit.entry import canonical, strict
from jury import shares
from jury.keyfiles import KeyGone, destroy_folder, make, make_folder, read
from jury.seal import public_of
from kernel.files import destroy, put
from kernel.settings import Settings

SIZE = 32
REF = re.compile(r"[A-Z0-9][A-Z0-9-]{0,23}")


class OtherKeys(Exception):
    """There are files of this case already, made for the other way of keeping its key."""


class SharesMissing(Exception):
    """Not enough trustees have entered their share. The message says how many did."""


@dataclass(frozen=True)
class CaseKeys:
    """private: opens the ballots, at closing. ballot: turns an account into a pseudonym."""

    private: bytes
    ballot: bytes

    @property
    def public(self) -> bytes:
        return public_of(self.private)


@dataclass(frozen=True)
class SplitKey:
    """What the house keeps of a key that trustees hold.

    public: to it ballots are sealed. threshold: how many shares open them. digests: of the shares,
    by place, as `jury.shares.look_at` takes them.
    """

    public: bytes
    threshold: int
    digests: tuple[str, ...]


def make_case_keys(settings: Settings, ref: str) -> CaseKeys:
    """Make the keys of a case. A file that is there already (of a try that was rolled back) is
    taken as it is and never written over. Raises OtherKeys where trustees hold the key."""
    if _trustees(settings, ref).exists():
        raise OtherKeys(ref)
    return _parted(make(_case_file(settings, ref), 2 * SIZE))


def make_split_key(settings: Settings, ref: str, threshold: int, count: int) -> SplitKey:
    """Make a key for a case, and the words of `count` trustees, any `threshold` of whom open it.

    What is there already is taken as it is, as in `make_case_keys`: look at its threshold and at
    how many digests it has. Raises OtherKeys where the house holds the key; ValueError and
    NoSharing as `jury.shares.split` does.
    """
    if _case_file(settings, ref).exists():
        raise OtherKeys(ref)
    folder = _trustees(settings, ref)
    if not folder.exists():
        private = secrets.token_bytes(SIZE)
        words = shares.split(private, threshold, count)
        kept = SplitKey(public_of(private), threshold, tuple(map(shares.digest, words)))
        files = {f"words-{place}": said.encode() for place, said in enumerate(words, 1)}
        files |= {"ballot": secrets.token_bytes(SIZE), "split": _encoded(kept)}
        make_folder(folder, files)
    return split_key(settings, ref)


def split_key(settings: Settings, ref: str) -> SplitKey:
    """Return what is kept of the key that trustees hold; raises KeyGone."""
    found = strict(read(_trustees(settings, ref) / "split"))
    return SplitKey(bytes.fromhex(found["public"]), found["threshold"], tuple(found["digests"]))


def trustee_words(settings: Settings, ref: str, place: int) -> str:
    """Return the share of the trustee at `place`; raises KeyGone once it is destroyed.

    It is shown once: the transaction that reads it records that, and after its commit comes
    `destroy_words`.
    """
    return read(_share_file(settings, ref, "words", place)).decode()


def has_words(settings: Settings, ref: str, place: int) -> bool:
    """Whether the share of the trustee at `place` still lies here."""
    return _share_file(settings, ref, "words", place).is_file()


def words_left(settings: Settings, ref: str) -> bool:
    """Whether the share of any trustee of a case still lies here."""
    return any(_trustees(settings, ref).glob("words-*"))


def destroy_words(settings: Settings, ref: str, place: int) -> bool:
    """Destroy the share that the trustee at `place` was shown; return whether it was there."""
    return destroy(_share_file(settings, ref, "words", place))


def keep_entered(settings: Settings, ref: str, place: int, words: str) -> None:
    """Keep a share that `jury.shares.look_at` found to be the one of `place`, until there are
    enough. Raises KeyGone where trustees hold no key of this case."""
    split_key(settings, ref)
    put(_share_file(settings, ref, "entered", place), shares.plain(words).encode(), over=False)


def destroy_entered(settings: Settings, ref: str) -> bool:
    """Destroy the shares that were entered, once the key is shown; return whether there were any.
    What makes pseudonyms stays for a while: jurors find their receipts by it."""
    places = entered_places(settings, ref)
    for place in places:
        destroy(_share_file(settings, ref, "entered", place))
    return bool(places)


def entered_places(settings: Settings, ref: str) -> set[int]:
    """Return the places whose share was entered."""
    found = _trustees(settings, ref).glob("entered-*")
    return {int(file.name.removeprefix("entered-")) for file in found}


def case_keys(settings: Settings, ref: str) -> CaseKeys:
    """Return the keys of a case, joined from the shares that were entered if trustees hold them.

    Raises KeyGone; SharesMissing while too few shares are there.
    """
    if not _trustees(settings, ref).exists():
        return _parted(read(_case_file(settings, ref)))
    split, places = split_key(settings, ref), sorted(entered_places(settings, ref))
    if len(places) < split.threshold:
        raise SharesMissing(f"{len(places)} of {split.threshold}")
    used = [_share_file(settings, ref, "entered", one) for one in places[: split.threshold]]
    try:
        private = shares.join([read(file).decode() for file in used])
    except shares.BadShare:
        raise KeyGone("the shares that were entered make no key") from None
    if public_of(private) != split.public:
        raise KeyGone("the shares that were entered make another key")
    return CaseKeys(private, ballot_key(settings, ref))


def has_keys(settings: Settings, ref: str) -> bool:
    """Whether the keys of a case, or what is kept of one that trustees hold, lie where they were
    put. Nothing is read: whether they open the box shows when it is opened."""
    folder = _trustees(settings, ref)
    if folder.exists():
        return all((folder / name).is_file() for name in ("ballot", "split"))
    try:
        return _case_file(settings, ref).stat().st_size == 2 * SIZE
    except FileNotFoundError:
        return False


def ballot_key(settings: Settings, ref: str) -> bytes:
    """Return the half of a case's keys that makes pseudonyms; the half that opens ballots stays
    on the disk, or with the trustees. Raises KeyGone."""
    file = _case_file(settings, ref)
    try:
        descriptor = os.open(file, os.O_RDONLY)
    except FileNotFoundError:
        return _whole(read(_trustees(settings, ref) / "ballot"), SIZE)
    try:
        if os.fstat(descriptor).st_size != 2 * SIZE:
            raise KeyGone("a key file of the wrong size")
        return os.pread(descriptor, SIZE, SIZE)
    finally:
        os.close(descriptor)


def those_kept(settings: Settings) -> set[str]:
    """Return the refs of the cases of which any key lies here."""
    kept = (".key", ".trustees")
    try:
        files = [file.name for file in _folder(settings).iterdir()]
    except FileNotFoundError:
        return set()
    refs = {name.rpartition(".")[0] for name in files if name.endswith(kept)}
    return {ref for ref in refs if REF.fullmatch(ref)}


def destroy_case_keys(settings: Settings, ref: str) -> bool:
    """Destroy the keys of a case for good, and the shares of them that are here; return whether
    there were any."""
    folder = _trustees(settings, ref)
    if not folder.exists():
        return destroy(_case_file(settings, ref))
    destroy_folder(folder)
    return True


def make_draw_secret(settings: Settings, ref: str, draw: int) -> bytes:
    """Make the secret of a draw, which is shown once the commitment to it is in the log."""
    return make(_draw_file(settings, ref, draw), SIZE)


def draw_secret(settings: Settings, ref: str, draw: int) -> bytes:
    """Return the secret of a draw; raises KeyGone."""
    return read(_draw_file(settings, ref, draw))


def _folder(settings: Settings) -> Path:
    return settings.keys / "cases"


def _case_file(settings: Settings, ref: str) -> Path:
    return _folder(settings) / f"{_safe(ref)}.key"


def _trustees(settings: Settings, ref: str) -> Path:
    """Return the folder of a case whose key trustees hold; a case has it or a key file."""
    return _folder(settings) / f"{_safe(ref)}.trustees"


def _share_file(settings: Settings, ref: str, what: str, place: int) -> Path:
    return _trustees(settings, ref) / f"{what}-{int(place)}"


def _draw_file(settings: Settings, ref: str, draw: int) -> Path:
    return _folder(settings) / f"{_safe(ref)}.draw-{draw}"


def _safe(ref: str) -> str:
    if not REF.fullmatch(ref):
        raise ValueError("this reference cannot name a file")
    return ref


def _parted(data: bytes) -> CaseKeys:
    whole = _whole(data, 2 * SIZE)
    return CaseKeys(whole[:SIZE], whole[SIZE:])


def _whole(data: bytes, size: int) -> bytes:
    if len(data) != size:
        raise KeyGone("a key file of the wrong size")
    return data


def _encoded(kept: SplitKey) -> bytes:
    fields = {"threshold": kept.threshold, "digests": list(kept.digests)}
    return canonical({**fields, "public": kept.public.hex()})
