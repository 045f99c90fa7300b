"""Events: what people do, as the registry keeps it.

A room declares its events as frozen dataclasses deriving `Event` in its `events.py`, a part of a
large room in a file such as `cut_events.py`. The docstring of the class is its documentation;
`docs/events.md` is made from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from kernel.clock import as_text

RESERVED = frozenset({"v", "kind", "at", "by"})
KINDS: dict[str, type["Event"]] = {}


@dataclass(frozen=True)
class Event:
    """Something that somebody did.

    kind: the entry's kind, `<thing>.<what happened to it>`.
    coarse: log only the day, where the second would tell too much.
    signed_as: a word such as `juror` instead of the account's reference, where that would.
    """

    kind: ClassVar[str] = ""
    coarse: ClassVar[bool] = False
    signed_as: ClassVar[str] = ""

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        other = KINDS.get(cls.kind)
        if other and (other.__module__, other.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"two events of the kind {cls.kind}")
        if "." not in cls.kind or not cls.__doc__:
            raise TypeError(f"{cls.__name__} needs a kind such as case.opened, and a docstring")
        KINDS[cls.kind] = cls

    def as_fields(self, now: datetime, by: str) -> dict[str, Any]:
        """Return what the registry keeps of it, all but `v` and `kind`."""
        own = {field.name: plain(getattr(self, field.name)) for field in fields(self)}
        if taken := RESERVED.intersection(own):
            raise TypeError(f"an event has no field of its own called {', '.join(taken)}")
        at = now.astimezone(UTC).date().isoformat() if self.coarse else as_text(now)
        return {**own, "at": at, "by": self.signed_as or by}


def plain(value: Any) -> Any:
    """Return `value` with its dates written as text; other types are the entry's to refuse."""
    if isinstance(value, datetime):
        return as_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def meaning_of(kind: str) -> str:
    """Return the first sentence of the documentation of `kind`, "" when no room declares it."""
    found = KINDS.get(kind)
    said = " ".join((found.__doc__ or "").replace("`", "").split()) if found else ""
    first, more, _rest = said.partition(". ")
    return first + "." if more else first
