"""Every setting, typed, in one place. `docs/operating.md` lists the same."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

DEFAULT_SECRETS = frozenset({"", "change-me", "secret", "dev", "development"})
SHORTEST_SECRET = 32


class BadSetting(Exception):
    """A setting that Venire will not start on; the message says what to set instead."""


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
    """

    home: Path
    secret_key: str
    database_url: str = ""
    base_url: str = "http://127.0.0.1:5000"
    log_origin: str = "venire.invalid/log"
    proxies: int = 0
    rule_majority: Fraction = Fraction(67, 100)
    exam_minutes: int = 0
    testing: bool = False

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{(self.home / 'venire.db').resolve()}"

    @property
    def keys(self) -> Path:
        """The folder of private keys: outside the database, so that its readers hold none."""
        return self.home / "keys"

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
        )


def _secret(given: str, demo_file: Path) -> str:
    secret = given or (demo_file.read_text().strip() if demo_file.is_file() else "")
    if secret.lower() in DEFAULT_SECRETS or len(secret) < SHORTEST_SECRET:
        raise BadSetting(
            "VENIRE_SECRET_KEY is missing or too easy to guess. Set it to at least "
            f"{SHORTEST_SECRET} random characters, for example from: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
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


def _share(text: str) -> Fraction:
    parts = text.split("/")
    if len(parts) != 2 or not all(one.isascii() and one.isdigit() for one in parts):
        raise BadSetting("VENIRE_RULE_MAJORITY must be a fraction such as 67/100.")
    above, below = (int(one) for one in parts)
    if not below or not below < 2 * above <= 2 * below:
        raise BadSetting("VENIRE_RULE_MAJORITY must be more than one half and at most the whole.")
    return Fraction(above, below)
