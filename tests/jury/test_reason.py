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
from jury.models import Ballot
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


def opened(sealed: bytes, digest: str, pid: str = PID) -> Reason:
    return open_reason(sealed, KEY, REF, pid, CLAUSES, digest)


def sealed_as(plain: bytes, version: int = 2) -> tuple[bytes, str]:
    """Return these bytes sealed as a reason, and the digest that the log would hold."""
    info = f"jury/reason/v{version}\n{REF}\n{PID}".encode()
    digest = sha256(b"jury/reason/v%d\0" % version + SALT + plain).hexdigest()
    return seal(pad(SALT + plain, 4_096), PUBLIC, info), digest


@given(reasons)
def test_a_reason_opens_to_itself_and_all_are_of_one_length(reason: Reason) -> None:
    sealed = seal_reason(reason, SALT, PUBLIC, REF, PID)
    digest = reason_digest(SALT, reason)
    assert len(sealed) == SEALED
    assert opened(sealed, digest) == reason
    assert (len(sealed), digest) == (SEALED, sealed_as(reason.encode())[1])
    with pytest.raises(NotOpened):
        opened(sealed, digest, pid="0" * 32)
    with pytest.raises(NotOpened):
        opened(sealed, reason_digest(b"t" * 16, reason))


@given(texts)
def test_a_reason_of_the_first_kind_opens_as_before(text: str) -> None:
    sealed, digest = sealed_as(text.encode(), version=1)
    assert len(sealed) == SEALED
    assert opened(sealed, digest) == Reason(text)
    with pytest.raises(NotOpened):
        opened(sealed, sealed_as(text.encode())[1])


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
            seal_reason(Reason(long), SALT, PUBLIC, REF, PID)


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


def test_reasons_sealed_before_clauses_were_asked_open_with_the_others(bench: Bench) -> None:
    """A poll that was open when the house was brought up to date holds both kinds."""
    first, *others = bench.ready()
    bench.vote(first, "deny")
    with bench.work() as w:
        row = w.session.execute(sa.select(Ballot)).scalar_one()
        public = w.session.scalar(sa.text("SELECT public_key FROM jury_case"))
        said = SALT + b"Words alone."
        digest = sha256(b"jury/reason/v1\0" + said).hexdigest()
        entry = {**json.loads(row.entry), "reason": digest}
        info = f"jury/reason/v1\n{REF}\n{row.pid}".encode()
        row.reason = seal(pad(said, 4_096), public, info)
        row.entry = make("ballot", {k: v for k, v in entry.items() if k not in {"v", "kind"}}).bytes
    for juror in others:
        with bench.work(juror) as w:
            values = fields(reason="With a clause.")
            actions.cast_ballot(w, REF, values, bench.token(), CLAUSES[:1])
    bench.close()
    bench.decide()
    assert kept(bench) == {"Words alone.": [], "With a clause.": [CLAUSES[0]]}
