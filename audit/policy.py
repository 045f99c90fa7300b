"""Whose word on a checkpoint is enough: a policy in the form of C2SP tlog-policy."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from audit.cosignature import Witness
from audit.note import BadNote, Verifier

LARGEST = 1 << 18  # bytes: a key of ML-DSA-44 alone takes 1,800
MOST = 64  # logs, witnesses and groups, of each
NONE = "none"
_FORBIDDEN = re.compile(rb"[^\t\n\x20-\x7e\x80-\xff]")
_COUNT = re.compile(r"[1-9][0-9]{0,3}")


class BadPolicy(Exception):
    """The file is no policy; the message says in which line, and why."""


@dataclass(frozen=True)
class Listed:
    """A witness as a policy lists it. url: where it takes checkpoints; "" where it is not asked."""

    name: str
    key: Witness
    url: str = ""


@dataclass(frozen=True)
class Group:
    """So many of its members have to have signed: witnesses, or groups again."""

    least: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """logs: whose checkpoints it speaks of; empty where that is known otherwise.
    quorum: the name of a witness or a group, or `none`."""

    logs: tuple[Verifier, ...]
    witnesses: tuple[Listed, ...]
    groups: dict[str, Group]
    quorum: str

    def is_met(self, cosigners: Collection[Witness]) -> bool:
        """Whether it is enough that these have signed a checkpoint."""
        return self.quorum == NONE or self._signed(self.quorum, cosigners)

    def reach(self, last: Mapping[Witness, int]) -> int | None:
        """Return the largest size of a head that enough can have signed, by the size that each
        signed last: nobody has to look further on. None where it takes more than these."""
        there: set[Witness] = set()
        for witness, size in sorted(last.items(), key=lambda one: one[1], reverse=True):
            there.add(witness)
            if self.is_met(there):
                return size
        return None

    def _signed(self, name: str, cosigners: Collection[Witness]) -> bool:
        if group := self.groups.get(name):
            signed = sum(self._signed(member, cosigners) for member in group.members)
            return signed >= group.least
        return any(one.name == name and one.key in cosigners for one in self.witnesses)

    @property
    def plainly(self) -> tuple[int, int] | None:
        """How many of how many witnesses are enough; None where it is not as plain as that."""
        if self.quorum == NONE:
            return 0, len(self.witnesses)
        group = self.groups.get(self.quorum, Group(1, (self.quorum,)))
        names = {one.name for one in self.witnesses}
        return (group.least, len(group.members)) if names.issuperset(group.members) else None

    @property
    def asked(self) -> tuple[Listed, ...]:
        """The witnesses that have an address."""
        return tuple(one for one in self.witnesses if one.url)


def parsed(raw: bytes) -> Policy:
    """Read a policy; raises BadPolicy."""
    if len(raw) > LARGEST:
        raise BadPolicy("a policy is not that long")
    if _FORBIDDEN.search(raw):
        raise BadPolicy("control characters other than tab and line feed")
    reader = _Reader()
    for number, line in enumerate(raw.split(b"\n"), 1):
        try:
            reader.take(line)
        except (BadPolicy, BadNote) as error:
            raise BadPolicy(f"line {number}: {error}") from None
    if reader.quorum is None:
        raise BadPolicy("there is no quorum")
    return Policy(tuple(reader.logs), tuple(reader.witnesses), reader.groups, quorum=reader.quorum)


class _Reader:
    """What the lines so far have said. Names are bytes and mean nothing: they are kept as such."""

    def __init__(self) -> None:
        self.logs: list[Verifier] = []
        self.witnesses: list[Listed] = []
        self.groups: dict[str, Group] = {}
        self.quorum: str | None = None
        self._names: set[str] = set()
        self._members: set[str] = set()

    def take(self, line: bytes) -> None:
        words = [
            word.decode("utf-8", "surrogateescape") for word in re.split(rb"[ \t]+", line) if word
        ]
        if not words or words[0].startswith("#"):
            return
        match words:
            case ["log", key] | ["log", key, _]:
                self._add_log(Verifier.parsed(_text(key)))
            case ["witness", name, key]:
                self._add_witness(Listed(name, Witness.parsed(_text(key))))
            case ["witness", name, key, url]:
                self._add_witness(Listed(name, Witness.parsed(_text(key)), _text(url)))
            case ["group", name, least, *members] if members:
                self._add_group(name, least, members)
            case ["quorum", name]:
                self._set_quorum(name)
            case _:
                raise BadPolicy("neither a log, a witness, a group nor the quorum")

    def _add_log(self, log: Verifier) -> None:
        if any(one.public == log.public for one in self.logs):
            raise BadPolicy("this log stands here twice")
        self.logs.append(log)
        _check_count(len(self.logs), "logs")

    def _add_witness(self, listed: Listed) -> None:
        if any(one.key.public == listed.key.public for one in self.witnesses):
            raise BadPolicy("this witness stands here twice")
        self._name(listed.name)
        self.witnesses.append(listed)
        _check_count(len(self.witnesses), "witnesses")

    def _add_group(self, name: str, least: str, members: list[str]) -> None:
        for member in members:
            self._check_known(member)
            if member in self._members:
                raise BadPolicy(f"{_shown(member)} would count twice")
            self._members.add(member)
        count = {"any": 1, "all": len(members)}.get(least)
        if count is None:
            count = int(least) if _COUNT.fullmatch(least) else 0
        if not 1 <= count <= len(members):
            raise BadPolicy(f"of {len(members)} there cannot be {_shown(least)}")
        self._name(name)
        self.groups[name] = Group(count, tuple(members))
        _check_count(len(self.groups), "groups")

    def _set_quorum(self, name: str) -> None:
        if self.quorum is not None:
            raise BadPolicy("there is a quorum already")
        if name != NONE:
            self._check_known(name)
        self.quorum = name

    def _name(self, name: str) -> None:
        if name == NONE or name in self._names:
            raise BadPolicy(f"the name {_shown(name)} is taken")
        self._names.add(name)

    def _check_known(self, name: str) -> None:
        if name not in self._names:
            raise BadPolicy(f"nothing before is called {_shown(name)}")


def _check_count(count: int, what: str) -> None:
    if count > MOST:
        raise BadPolicy(f"more than {MOST} {what}")


def _text(word: str) -> str:
    try:
        word.encode()
    except UnicodeEncodeError:
        raise BadPolicy("a key or an address is not UTF-8") from None
    return word


def _shown(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
