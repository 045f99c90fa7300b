"""Every setting, typed, in one place. `docs/operating.md` lists the same."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote, urlsplit

DEFAULT_SECRETS = frozenset({"", "change-me", "secret", "dev", "development"})
SHORTEST_SECRET = 32
HOW_TO_MAKE_ONE = 'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
MAIL_PORTS = {"smtp": 587, "smtps": 465}  # RFC 6409, RFC 8314
# One plain address, of letters that no header and no command of SMTP takes for anything else.
ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]+\.)*[A-Za-z0-9-]+")
MOST_TRUSTEES = 16  # SLIP-39 tells no more shares apart


class BadSetting(Exception):
    """A setting that Venire will not start on; the message says what to set instead."""


@dataclass(frozen=True)
class MailServer:
    """The server that mail is handed to.

    wrapped: it speaks TLS from the first byte; else TLS begins with STARTTLS.
    """

    host: str
    port: int
    wrapped: bool = False
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine: then nobody is in between."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


@dataclass(frozen=True)
class Settings:
    """How this installation runs.

    home: folder of the database, the keys and what is published.
    database_url: SQLAlchemy URL; SQLite in `home` unless told otherwise.
    secret_key: signs cookies and form tokens.
    base_url: where people reach this installation.
    log_origin: the name of the registry log, without a scheme; never change it once in use.
    proxies: how many proxies in front may be believed.
    rule_majority: which share of the votes cast adopts a revision of the rules' substance.
    exam_minutes: how long an exam paper may take; 0 for as long as it stays open.
    beacon_url: a relay of drand to fetch rounds from; empty where officers bring them.
    smtp_url: the server that mail is handed to; None where no mail is sent at all.
    mail_from: the address that mail comes from; `venire@` our own host unless told otherwise.
    jury_cap: in how many open cases a juror sits at most.
    roll_days: how long members look at a new roll before anybody is drawn from it.
    roll_period_days: after how long the next roll is published by itself; 0 for by hand.
    trustees: how many of how many trustees open a case; (0, 0) where the house holds the keys.
    witness_policy: a file that names the witnesses of the log (C2SP tlog-policy); None without any.
    stamp_url: an authority that stamps the log with the time (RFC 3161); empty without one.
    """

    home: Path
    secret_key: str
    database_url: str = ""
    base_url: str = "http://127.0.0.1:5000"
    log_origin: str = "venire.invalid/log"
    proxies: int = 0
    rule_majority: Fraction = Fraction(67, 100)
    exam_minutes: int = 0
    beacon_url: str = ""
    smtp_url: MailServer | None = None
    mail_from: str = ""
    jury_cap: int = 3
    roll_days: int = 3
    roll_period_days: int = 0
    trustees: tuple[int, int] = (0, 0)
    witness_policy: Path | None = None
    stamp_url: str = ""
    testing: bool = False

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{(self.home / 'venire.db').resolve()}"

    @property
    def keys(self) -> Path:
        """The folder of private keys: outside the database, so that its readers hold none."""
        return self.home / "keys"

    @property
    def host(self) -> str:
        """Our own name on the net, as addresses and mail spell it; of a number, in brackets."""
        name = urlsplit(self.base_url).hostname or "localhost"
        try:
            return f"[{'IPv6:' * (ip_address(name).version == 6)}{name}]"  # RFC 5321, 4.1.3
        except ValueError:
            return name

    @property
    def sender(self) -> str:
        return self.mail_from or f"venire@{self.host}"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the `VENIRE_*` variables; raises BadSetting for what must not stand."""
        env = os.environ if environ is None else environ
        home = Path(env.get("VENIRE_HOME") or "instance").resolve()
        return cls(
            home=home,
            secret_key=_secret(env.get("VENIRE_SECRET_KEY", ""), home / "secret-key"),
            database_url=_database(env.get("VENIRE_DATABASE_URL", "")),
            base_url=(env.get("VENIRE_BASE_URL") or cls.base_url).rstrip("/"),
            log_origin=env.get("VENIRE_LOG_ORIGIN") or cls.log_origin,
            proxies=_count(env.get("VENIRE_PROXIES") or "0"),
            rule_majority=_share(env.get("VENIRE_RULE_MAJORITY") or "67/100"),
            exam_minutes=_minutes(env.get("VENIRE_EXAM_MINUTES") or "0"),
            beacon_url=_relay(env.get("VENIRE_BEACON_URL") or ""),
            smtp_url=_mail_server(env.get("VENIRE_SMTP_URL", "")),
            mail_from=_mail_from(env.get("VENIRE_MAIL_FROM", "")),
            jury_cap=_cap(env.get("VENIRE_JURY_CAP") or "3"),
            roll_days=_days("VENIRE_ROLL_DAYS", env.get("VENIRE_ROLL_DAYS") or "3"),
            roll_period_days=_days(
                "VENIRE_ROLL_PERIOD_DAYS", env.get("VENIRE_ROLL_PERIOD_DAYS") or "0"
            ),
            trustees=read_trustees(env.get("VENIRE_TRUSTEES") or "0"),
            witness_policy=_file(env.get("VENIRE_WITNESS_POLICY", "")),
            stamp_url=env.get("VENIRE_STAMP_URL") or "",
        )


def read_trustees(text: str) -> tuple[int, int]:
    """Return what a text such as "3/5" says: how many of how many trustees; "0" is (0, 0).

    Raises BadSetting for any other text, and where one alone would open a case.
    """
    if text == "0":
        return 0, 0
    parts = text.split("/")
    if len(parts) == 2 and all(one.isascii() and one.isdigit() for one in parts):
        threshold, count = (int(one) for one in parts)
        if 2 <= threshold <= count <= MOST_TRUSTEES:
            return threshold, count
    raise BadSetting(
        "VENIRE_TRUSTEES must say how many of how many, such as 3/5: two at least have to meet, "
        f"of {MOST_TRUSTEES} at most. With 0 the house holds the keys of its cases."
    )


def _secret(given: str, demo_file: Path) -> str:
    if not given and not demo_file.is_file():
        raise BadSetting(
            f"There is no installation in {demo_file.parent}, and VENIRE_SECRET_KEY is not set. "
            "Set VENIRE_HOME to the folder of yours, or "
            f"VENIRE_SECRET_KEY to at least {SHORTEST_SECRET} random characters: {HOW_TO_MAKE_ONE}"
        )
    secret = given or (demo_file.read_text().strip() if demo_file.is_file() else "")
    if secret.lower() in DEFAULT_SECRETS or len(secret) < SHORTEST_SECRET:
        raise BadSetting(
            "VENIRE_SECRET_KEY is missing or too easy to guess. Set it to at least "
            f"{SHORTEST_SECRET} random characters, for example from: {HOW_TO_MAKE_ONE}"
        )
    return secret


def _database(url: str) -> str:
    for old in ("postgres://", "postgresql://"):
        if url.startswith(old):
            return "postgresql+psycopg://" + url.removeprefix(old)
    return url


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise BadSetting("VENIRE_PROXIES must be a whole number: how many proxies stand in front.")
    return int(text)


def _minutes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 24 * 60:
        raise BadSetting("VENIRE_EXAM_MINUTES must be whole minutes, 1440 at most; 0 for no limit.")
    return int(text)


def _relay(url: str) -> str:
    if url and not url.startswith(("https://", "http://")):
        raise BadSetting("VENIRE_BEACON_URL must be an address such as https://api.drand.sh.")
    return url


def _cap(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1000:
        raise BadSetting("VENIRE_JURY_CAP must be a whole number, 1 at least.")
    return int(text)


def _days(name: str, text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 366:
        raise BadSetting(f"{name} must be whole days, 366 at most.")
    return int(text)


def _file(path: str) -> Path | None:
    return Path(path).resolve() if path else None


def _share(text: str) -> Fraction:
    parts = text.split("/")
    if len(parts) != 2 or not all(one.isascii() and one.isdigit() for one in parts):
        raise BadSetting("VENIRE_RULE_MAJORITY must be a fraction such as 67/100.")
    above, below = (int(one) for one in parts)
    if not below or not below < 2 * above <= 2 * below:
        raise BadSetting("VENIRE_RULE_MAJORITY must be more than one half and at most the whole.")
    return Fraction(above, below)


def _mail_server(url: str) -> MailServer | None:
    """Read the URL of a mail server. What is told of a bad one does not repeat its password."""
    if not url:
        return None
    if not url.isascii() or not url.isprintable() or " " in url:
        raise BadSetting("VENIRE_SMTP_URL holds letters that no URL does. Write them as %20.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadSetting("VENIRE_SMTP_URL has no port that is a number up to 65535.") from None
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise BadSetting(
            "VENIRE_SMTP_URL must be smtp://user:password@host:port, which begins TLS by STARTTLS, "
            "or smtps://user:password@host:port, which speaks TLS from the first byte."
        )
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise BadSetting(
            "VENIRE_SMTP_URL must end after the port. In a password write / as %2F, ? as %3F and "
            "# as %23."
        )
    if bool(parts.username) != bool(parts.password):
        raise BadSetting("VENIRE_SMTP_URL needs a user and a password, or neither of them.")
    return MailServer(
        parts.hostname,
        port or MAIL_PORTS[parts.scheme],
        parts.scheme == "smtps",
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


def _mail_from(address: str) -> str:
    if address and not ADDRESS.fullmatch(address):
        raise BadSetting("VENIRE_MAIL_FROM must be one address such as venire@plan.example.")
    return address
