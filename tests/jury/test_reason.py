"""A juror's reason: read in one order, sealed in one length, opened to itself; the old kind too."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from audit.entry import make
from jury import actions
from jury.casefile import CaseFile, CitedClause
from jury.minutes import Band, minute_of
from jury.models import Ballot, VotingTime
from jury.models import Reason as ReasonRow
from jury.reason import (
    LONGEST_REASON,
    Reason,
    longest_reason,
    open_reason,
    read_reason,
    reason_digest,
    seal_reason,
)
from jury.seal import NotOpened, pad, pid_of, public_of, seal
from kernel.errors import Conflict, Malformed
from tests.jury.bench import REF, Bench, case_file, fields

KEY = X25519PrivateKey.from_private_bytes(b"k" * 32).private_bytes_raw()
PUBLIC = public_of(KEY)
PID = pid_of(b"b" * 32, "an account")
SALT = b"s" * 16
FILE = case_file()
CLAUSES = FILE.issues
SEALED = 4_096 + 48
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=900)
reasons = st.builds(Reason, texts, st.sampled_from([(), CLAUSES[:1], CLAUSES[1:], CLAUSES]))
bands = st.sampled_from(Band)


def opened(sealed: bytes, digest: str, pid: str = PID) -> tuple[Reason, Band]:
    return open_reason(sealed, KEY, REF, pid, CLAUSES, digest)


def sealed_as(plain: bytes, version: int = 3, band: bytes = b"\1") -> tuple[bytes, str]:
    """Return these bytes sealed as a reason, and the digest that the log would hold."""
    info = f"jury/reason/v{version}\n{REF}\n{PID}".encode()
    digest = sha256(b"jury/reason/v%d\0" % min(version, 2) + SALT + plain).hexdigest()
    beside = band if version == 3 else b""
    return seal(pad(SALT + beside + plain, 4_096), PUBLIC, info), digest


@given(reasons, bands)
def test_a_reason_opens_to_itself_and_all_are_of_one_length(reason: Reason, band: Band) -> None:
    sealed = seal_reason(reason, SALT, band, PUBLIC, REF, PID)
    digest = reason_digest(SALT, reason)
    assert len(sealed) == SEALED
    assert opened(sealed, digest) == (reason, band)
    assert (len(sealed), digest) == (SEALED, sealed_as(reason.encode())[1])
    with pytest.raises(NotOpened):
        opened(sealed, digest, pid="0" * 32)
    with pytest.raises(NotOpened):
        opened(sealed, reason_digest(b"t" * 16, reason))


@given(reasons, st.binary(min_size=1, max_size=1))
def test_what_is_no_band_takes_no_reason_away(reason: Reason, byte: bytes) -> None:
    found, band = opened(*sealed_as(reason.encode(), band=byte))
    assert found == reason
    assert band is (Band(byte[0]) if byte[0] < 6 else Band.NOT_KNOWN)


def test_without_a_band_the_salt_or_the_reason_is_another() -> None:
    for cut in (b"", SALT[:5], SALT):
        info = f"jury/reason/v3\n{REF}\n{PID}".encode()
        with pytest.raises(NotOpened):
            opened(seal(pad(cut, 4_096), PUBLIC, info), reason_digest(SALT, Reason()))
    with pytest.raises(NotOpened):
        opened(*sealed_as(Reason().encode(), band=b""))


@given(texts)
def test_a_reason_of_the_first_kind_opens_as_before(text: str) -> None:
    sealed, digest = sealed_as(text.encode(), version=1)
    assert len(sealed) == SEALED
    assert opened(sealed, digest) == (Reason(text), Band.NOT_KNOWN)
    with pytest.raises(NotOpened):
        opened(sealed, sealed_as(text.encode())[1])


@given(reasons)
def test_a_reason_of_the_second_kind_opens_without_a_band(reason: Reason) -> None:
    sealed, digest = sealed_as(reason.encode(), version=2)
    assert len(sealed) == SEALED
    assert digest == reason_digest(SALT, reason)
    assert opened(sealed, digest) == (reason, Band.NOT_KNOWN)


def test_what_is_sealed_is_json_of_three_fields() -> None:
    assert Reason("“No”", ("b", "a")).encode() == '{"cites":["b","a"],"text":"“No”","v":2}'.encode()


@pytest.mark.parametrize(
    "said",
    [
        b"\xff",
        b"no json",
        b"[]",
        b'{"cites":[],"text":"","v":2,"v":2}',
        {"cites": [], "text": ""},
        {"cites": [], "text": "", "v": 1},
        {"cites": [], "text": "", "v": True},
        {"cites": [], "text": 7, "v": 2},
        {"cites": None, "text": "", "v": 2},
        {"cites": [[]], "text": "", "v": 2},
        {"cites": ["quorum"], "text": "", "v": 2},
        {"cites": [CLAUSES[0], CLAUSES[0]], "text": "", "v": 2},
        {"cites": [], "text": "", "v": 2, "more": 1},
    ],
)
def test_what_is_no_reason_of_the_case_does_not_open(said: object) -> None:
    plain = said if isinstance(said, bytes) else json.dumps(said).encode()
    with pytest.raises(NotOpened):
        opened(*sealed_as(plain))


def test_what_is_not_text_does_not_open() -> None:
    with pytest.raises(NotOpened):
        opened(*sealed_as(b"\xff", version=1))


def test_a_reason_is_read_in_the_order_of_the_case() -> None:
    one, other = CLAUSES
    for order in ([one, other], [other, one], [other, one, other]):
        assert read_reason(FILE, "Both.", order) == Reason("Both.", CLAUSES)
    assert read_reason(FILE, "", []) == Reason()
    for text, cites in (("Yes.", ["quorum"]), ("", [one]), (" ", [one])):
        with pytest.raises(Malformed):
            read_reason(FILE, text, cites)


def test_the_longest_reason_fits_with_every_clause() -> None:
    for letter in 'x"一\n':
        text = "x" + letter * (LONGEST_REASON - 1)
        assert read_reason(FILE, text, CLAUSES).fits
    for long in ("x" * 1_201, "😀" * LONGEST_REASON, "\x01" * LONGEST_REASON):
        with pytest.raises(Malformed):
            read_reason(FILE, long, [])
        with pytest.raises(ValueError):
            seal_reason(Reason(long), SALT, Band.LONGER, PUBLIC, REF, PID)


def many(clauses: int) -> CaseFile:
    """Return a case that cites so many clauses, none of a short name."""
    names = (f"clause-with-a-name-{number:02}" for number in range(clauses))
    return replace(FILE, clauses=tuple(CitedClause(name, 1, "ab" * 32) for name in names))


def test_a_case_with_more_clauses_than_fit_is_not_frozen(bench: Bench) -> None:
    most = max(n for n in range(1, 40) if longest_reason(many(n)).fits)
    assert most >= 18
    with bench.work(bench.cast.olive) as w, pytest.raises(Malformed, match="so many clauses"):
        actions.open_case(w, many(most + 1), "twelve", {})
    with bench.work(bench.cast.olive) as w:
        actions.open_case(w, many(most), "twelve", {})


def kept(bench: Bench) -> dict[str, list[str]]:
    """Return text to cited clauses of the reasons that were opened."""
    with bench.work(writing=False) as w:
        rows = w.session.scalars(sa.select(ReasonRow).where(ReasonRow.case_ref == REF))
        return {row.text: row.cites for row in rows}


def test_what_a_reason_rests_on_is_known_once_it_is_opened(bench: Bench) -> None:
    jurors = bench.ready()
    token = "the-form-1"
    for _ in range(2):
        with bench.work(jurors[0]) as w:
            actions.cast_ballot(w, REF, fields(reason="Both."), token, list(CLAUSES[::-1]))
    with bench.work(jurors[0]) as w, pytest.raises(Conflict, match="another choice"):
        actions.cast_ballot(w, REF, fields(reason="Both."), token, CLAUSES[:1])
    with bench.work(jurors[1]) as w, pytest.raises(Malformed):
        actions.cast_ballot(w, REF, fields(reason="Both."), "the-form-2", ["quorum"])
    for juror in jurors[1:]:
        with bench.work(juror) as w:
            actions.cast_ballot(w, REF, fields("deny", reason=""), bench.token())
    with bench.work(writing=False) as w:
        sealed = w.session.scalars(sa.select(Ballot.reason)).all()
    assert {len(one) for one in sealed} == {SEALED}
    bench.close()
    bench.decide()
    assert kept(bench) == {"Both.": list(CLAUSES)}


def test_reasons_of_every_kind_open_beside_each_other(bench: Bench) -> None:
    """A poll that was open when the house was brought up to date holds more than one."""
    jurors = bench.ready()
    older = {1: b"Words alone.", 2: Reason("No band.", CLAUSES).encode()}
    for juror, (version, said) in zip(jurors, older.items(), strict=False):
        before = set(ids(bench))
        bench.vote(juror, "deny")
        [new] = set(ids(bench)) - before
        with bench.work() as w:
            row = w.session.get_one(Ballot, new)
            public = w.session.scalar(sa.text("SELECT public_key FROM jury_case"))
            digest = sha256(b"jury/reason/v%d\0" % version + SALT + said).hexdigest()
            info = f"jury/reason/v{version}\n{REF}\n{row.pid}".encode()
            row.reason = seal(pad(SALT + said, 4_096), public, info)
            entry = {**json.loads(row.entry), "reason": digest}
            del entry["v"], entry["kind"]
            row.entry = make("ballot", entry).bytes
    for juror in jurors[2:]:
        with bench.work(juror) as w:
            values = fields(reason="With a clause.")
            now = minute_of(w.now)
            actions.cast_ballot(w, REF, values, bench.token(), CLAUSES[:1], opened=now)
    bench.close()
    bench.decide()
    assert kept(bench) == {
        "Words alone.": [],
        "No band.": list(CLAUSES),
        "With a clause.": [CLAUSES[0]],
    }
    with bench.work(writing=False) as w:
        row = w.session.scalars(sa.select(VotingTime)).one()
        assert (row.not_known, row.under_5, row.cases) == (2, 10, 1)


def ids(bench: Bench) -> list[str]:
    with bench.work(writing=False) as w:
        return list(w.session.scalars(sa.select(Ballot.id)))
