"""Time stamps of the log: asked for once a day, kept as files, and held against whom one trusts."""

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from flask import Flask

from audit import stamping, witnessing
from audit.actions import record
from audit.jobs import sequence_logs, stamp_log
from audit.stamping import NoStamp
from kernel.settings import BadSetting, Settings
from kernel.work import unit_of_work
from tests.audit.test_sequencer import Rang
from tests.clock import TestClock
from tests.databases import settings_for

pytest.importorskip("rfc3161_client")
if shutil.which("openssl") is None:
    pytest.skip("no openssl to stamp with", allow_module_level=True)

SOME_DAY, FAR = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
HOW = """[tsa]
default_tsa = ours
[ours]
serial = {folder}/serial
default_policy = 1.3.6.1.4.1.55555.1
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
"""


@dataclass
class Authority:
    """A time stamping authority of the tests' own, which openssl signs for."""

    folder: Path
    url: str = ""
    asked: int = 0
    instead: Callable[[bytes], tuple[int, bytes]] | None = None
    roots: list[Path] = field(default_factory=list)

    def make(self) -> None:
        self.folder.mkdir()
        (self.folder / "how").write_text(HOW.format(folder=self.folder))
        (self.folder / "serial").write_text("01\n")
        key = rsa.generate_private_key(65_537, 2048)
        root = certificate("The root", key, "The root", key, None)
        signer = rsa.generate_private_key(65_537, 2048)
        own = certificate("The stamper", signer, "The root", key, ExtendedKeyUsageOID.TIME_STAMPING)
        for name, one in (("root", root), ("signer", own)):
            (self.folder / name).write_bytes(one.public_bytes(serialization.Encoding.PEM))
        (self.folder / "key").write_bytes(
            signer.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )

    @property
    def root(self) -> Path:
        return self.folder / "root"

    def stamp(self, query: bytes) -> bytes:
        """Answer a query."""
        (self.folder / "query").write_bytes(query)
        words = ["openssl", "ts", "-reply", "-config", "how", "-queryfile", "query"]
        words += ["-signer", "signer", "-inkey", "key", "-out", "answer"]
        subprocess.run(words, cwd=self.folder, check=True, capture_output=True)
        return (self.folder / "answer").read_bytes()


def certificate(
    name: str,
    key: rsa.RSAPrivateKey,
    by: str,
    by_key: rsa.RSAPrivateKey,
    usage: x509.ObjectIdentifier | None,
) -> x509.Certificate:
    named = lambda who: x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, who)])  # noqa: E731
    built = x509.CertificateBuilder(
        named(by), named(name), key.public_key(), x509.random_serial_number(), SOME_DAY, FAR
    ).add_extension(x509.BasicConstraints(ca=usage is None, path_length=None), critical=True)
    if usage:
        built = built.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    return built.sign(by_key, hashes.SHA256())


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    found = Authority(tmp_path_factory.mktemp("tsa") / "folder")
    found.make()
    return found


@pytest.fixture
def authority(shared: Authority) -> Iterator[Authority]:
    found = replace(shared)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"] == stamping.ASKS
            found.asked += 1
            status, says = found.instead(query) if found.instead else (200, found.stamp(query))
            self.send_response(status)
            self.send_header("Content-Type", stamping.ANSWERS)
            self.end_headers()
            self.wfile.write(says)

        def log_message(self, *_any: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield found
        server.shutdown()
        thread.join()


@pytest.fixture
def settings(tmp_path: Path, database: str, authority: Authority) -> Settings:
    return replace(settings_for(tmp_path / "home", database), stamp_url=authority.url)


@pytest.fixture
def grow(app: Flask) -> Iterator[Callable[[], None]]:
    def ring() -> None:
        with unit_of_work() as work:
            record(work, Rang())
        sequence_logs()

    with app.app_context():
        yield ring


def names(settings: Settings) -> list[str]:
    return sorted(path.name for path in stamping.folder(settings).glob("*"))


def kept(settings: Settings, *roots: Path) -> list[stamping.Stamp]:
    with unit_of_work(writing=False) as work:
        trusted = [root.read_bytes() for root in roots]
        return list(stamping.stamps(work.session, work.settings, trusted))


def test_the_last_checkpoint_is_stamped_once_a_day(
    grow: Callable[[], None], settings: Settings, authority: Authority, clock: TestClock
) -> None:
    assert stamp_log() == 0  # nothing is signed yet
    grow()
    assert [stamp_log(), stamp_log()] == [1, 0]
    grow()
    clock.move(hours=2)
    assert stamp_log() == 0
    clock.move(days=1)
    assert [stamp_log(), stamp_log()] == [1, 0]
    clock.move(days=1)
    assert stamp_log() == 0  # nothing has come since
    assert names(settings) == [
        f"2026-11-{day}.{kind}" for day in ("23-1", "24-2") for kind in ("checkpoint", "tsr")
    ]
    assert authority.asked == 2
    good = kept(settings, authority.root)
    assert [(one.size, one.wrong) for one in good] == [(1, ""), (2, "")]
    assert all(one.at for one in good)


def test_a_stranger_checks_a_stamp_with_openssl(
    grow: Callable[[], None], settings: Settings, authority: Authority
) -> None:
    grow()
    stamp_log()
    words = ["openssl", "ts", "-verify", "-in", "2026-11-23-1.tsr", "-CAfile", str(authority.root)]
    words += ["-data", "2026-11-23-1.checkpoint"]
    done = subprocess.run(
        words, cwd=stamping.folder(settings), check=False, capture_output=True, text=True
    )
    assert "Verification: OK" in done.stdout + done.stderr


def test_a_try_that_failed_is_made_again_after_an_hour(
    grow: Callable[[], None], settings: Settings, authority: Authority, clock: TestClock
) -> None:
    grow()
    other = authority.stamp
    for instead, why in (
        (lambda _query: (503, b""), "answers 503"),
        (lambda _query: (200, b"<h1>"), "no time stamp"),
        (lambda query: (200, other(query[:-20] + b"\1" * 20)), "refuses|over something else|not"),
    ):
        authority.instead = instead
        with pytest.raises(NoStamp, match=why):
            stamp_log()
        assert stamp_log() == 0  # not at once
        clock.move(hours=1)
    assert names(settings) == []
    authority.instead = None
    assert stamp_log() == 1


def test_an_old_stamp_given_again_is_not_taken(
    grow: Callable[[], None], settings: Settings, authority: Authority, clock: TestClock
) -> None:
    grow()
    stamp_log()
    old = (stamping.folder(settings) / "2026-11-23-1.tsr").read_bytes()
    authority.instead = lambda _query: (200, old)
    grow()
    clock.move(days=1)
    with pytest.raises(NoStamp, match="over something else"):
        stamp_log()


def test_one_that_does_not_answer_is_left(
    grow: Callable[[], None],
    authority: Authority,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(witnessing, "PATIENCE", 0.2)
    waits = threading.Event()
    authority.instead = lambda _query: (waits.wait(30), (200, b""))[1]
    grow()
    with pytest.raises(NoStamp, match="no answer"):
        stamp_log()
    waits.set()
    assert names(settings) == []


def test_what_was_changed_since_is_told(
    grow: Callable[[], None], settings: Settings, authority: Authority, app: Flask
) -> None:
    def says(*words: str) -> tuple[int, str]:
        done = app.test_cli_runner().invoke(args=["audit", "stamps", *words])
        return done.exit_code, done.output

    grow()
    stamp_log()
    root = ["--root", str(authority.root)]
    code, told = says(*root)
    assert (code, "1 time stamps, 0 wrong" in told, "size 1 by 20" in told) == (0, True, True)
    stranger = Authority(authority.folder / "other")
    stranger.make()
    code, told = says("--root", str(stranger.root))
    assert (code, "not signed by an authority that is trusted" in told) == (1, True)
    path = stamping.folder(settings) / "2026-11-23-1.checkpoint"
    good = path.read_text()
    path.write_text(good.replace("\n1\n", "\n2\n"))
    assert says(*root)[0] == 1
    path.write_text(good + good.splitlines()[-1] + "\n")
    assert "another checkpoint" in says(*root)[1]
    path.unlink()
    assert says(*root)[0] == 1
    assert says("--root", str(stamping.folder(settings) / "2026-11-23-1.tsr"))[0] == 1


def test_a_setting_that_cannot_work_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_for(tmp_path / "home", "sqlite://")
    stamping.check_setting(settings)
    with pytest.raises(BadSetting, match="must be an address"):
        stamping.check_setting(replace(settings, stamp_url="freetsa"))
    monkeypatch.setattr(stamping, "can_read", lambda: False)
    with pytest.raises(BadSetting, match="rfc3161-client"):
        stamping.check_setting(replace(settings, stamp_url="https://a.test"))
