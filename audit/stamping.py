"""Time stamps (RFC 3161): an authority says by when it was shown a checkpoint of the registry.

Once a day the last checkpoint is stamped. The checkpoint and the stamp lie as files beside the
tiles, `tiles/log/stamps/<day>-<size>.checkpoint` and `….tsr`: the stamp is over the checkpoint's
bytes, and anybody can check it with openssl. It takes rfc3161-client, of requirements/extras.txt.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from sqlalchemy.orm import Session

from audit import note, queries, rotation
from audit.keys import REGISTRY
from audit.witnessing import check_address, post
from kernel.clock import as_text
from kernel.files import READERS, put
from kernel.settings import BadSetting, Settings

if TYPE_CHECKING:
    from rfc3161_client import TimeStampRequest, TimeStampResponse

ASKS, ANSWERS = "application/timestamp-query", "application/timestamp-reply"
AGAIN = timedelta(hours=1)  # after a try that failed
TRIED = "stamps.tried"
NEEDS = (
    "time stamps are read by rfc3161-client. Install what requirements/extras.txt lists, or leave "
    "the setting empty."
)


class NoStamp(Exception):
    """The authority gave no stamp, or one that is not over what it was asked to stamp."""


@dataclass(frozen=True)
class Stamp:
    """A stamp that was kept. at: when the checkpoint was there, as the authority says; wrong: why
    it says nothing, "" for a good one."""

    name: str
    size: int
    at: datetime | None
    wrong: str


def can_read() -> bool:
    return find_spec("rfc3161_client") is not None


def check_setting(settings: Settings) -> None:
    """Raise BadSetting where an authority is set that cannot be asked."""
    if not settings.stamp_url:
        return
    if not can_read():
        raise BadSetting(f"VENIRE_STAMP_URL: {NEEDS}")
    try:
        check_address(settings.stamp_url)
    except ValueError:
        raise BadSetting("VENIRE_STAMP_URL must be an address such as https://a.test") from None


def folder(settings: Settings) -> Path:
    return settings.home / "tiles" / "log" / "stamps"


def kept(settings: Settings) -> list[str]:
    """Return the names of the stamps that were kept, the newest first."""
    return sorted((path.stem for path in folder(settings).glob("*.tsr")), reverse=True)


def due(session: Session, settings: Settings, now: datetime) -> tuple[str, str] | None:
    """Return the name and the checkpoint of the stamp that is to be asked for now, if any."""
    end = queries.published(session, REGISTRY)
    text = queries.own_checkpoint(session, REGISTRY, end.size) if end else None
    if end is None or text is None or _tried(settings, now):
        return None
    day = now.date().isoformat()
    last = next(iter(kept(settings)), "")
    if last >= day or last.endswith(f"-{end.size}"):
        return None
    return f"{day}-{end.size}", text


def stamp(settings: Settings, name: str, checkpoint: str, now: datetime) -> None:
    """Have a checkpoint stamped and keep the stamp; raises NoStamp."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    settings.home.joinpath(TRIED).write_text(as_text(now), encoding="ascii")
    content = checkpoint.encode()
    built = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256)
    asked = built.nonce(nonce=True).cert_request(cert_request=True).build()
    answer = post(settings.stamp_url, asked.as_bytes(), ASKS)
    if answer is None or answer.status != 200 or answer.kind != ANSWERS:
        raise NoStamp("no answer" if answer is None else f"the authority answers {answer.status}")
    _check(_read(answer.body), content, asked)
    folder(settings).mkdir(parents=True, exist_ok=True)
    for kind, said in (("checkpoint", content), ("tsr", answer.body)):
        put(folder(settings) / f"{name}.{kind}", said, mode=READERS)


def stamps(session: Session, settings: Settings, roots: Sequence[bytes]) -> Iterator[Stamp]:
    """Yield each stamp that was kept, held against our log and these roots of trust (PEM)."""
    trusted = [one for raw in roots for one in x509.load_pem_x509_certificates(raw)]
    known = rotation.verifiers(session, settings)
    for path in sorted(folder(settings).glob("*.tsr")):
        size, at = 0, None
        try:
            content = path.with_suffix(".checkpoint").read_bytes()
            head = note.checkpoint(content.decode(), *known)
            size = head.size
            if queries.own_checkpoint(session, REGISTRY, size) != content.decode():
                raise NoStamp("the log has another checkpoint of this size")
            found = _read(path.read_bytes())
            _check(found, content)
            _check_chain(found, content, trusted)
            at = found.tst_info.gen_time
            yield Stamp(path.name, size, at, "")
        except (OSError, ValueError, note.BadNote, NoStamp) as error:
            yield Stamp(path.name, size, None, str(error))


def _tried(settings: Settings, now: datetime) -> bool:
    try:
        text = settings.home.joinpath(TRIED).read_text(encoding="ascii")
        return now < datetime.fromisoformat(text) + AGAIN
    except (OSError, ValueError):
        return False


def _read(raw: bytes) -> "TimeStampResponse":
    from rfc3161_client import decode_timestamp_response

    try:
        return decode_timestamp_response(raw)
    except ValueError:
        raise NoStamp("what came is no time stamp") from None


def _check(
    found: "TimeStampResponse", content: bytes, asked: "TimeStampRequest | None" = None
) -> None:
    """Raise NoStamp unless this is a stamp over `content`, and the one that was asked for."""
    if found.status != 0:
        raise NoStamp(f"the authority refuses: {', '.join(found.status_string)}")
    if found.tst_info.message_imprint.message != sha256(content).digest():
        raise NoStamp("the stamp is over something else")
    if asked and found.tst_info.nonce != asked.nonce:
        raise NoStamp("the stamp was not made for us")


def _check_chain(
    found: "TimeStampResponse", content: bytes, roots: Sequence[x509.Certificate]
) -> None:
    from rfc3161_client import VerificationError, VerifierBuilder

    try:
        builder = VerifierBuilder(roots=list(roots), intermediates=[])
        builder.build().verify(found, sha256(content).digest())
    except (VerificationError, ValueError) as error:
        raise NoStamp(f"not signed by an authority that is trusted: {error}") from None
