"""What a verifier reports: steps, each with PASS, FAIL or NOT CHECKED and the reason."""

from dataclasses import dataclass

PASS = "PASS"  # noqa: S105  no password
FAIL = "FAIL"
NOT_CHECKED = "NOT CHECKED"


class Wrong(Exception):
    """What was checked is not as it has to be; the message says how."""


class NotGiven(Exception):
    """There is nothing to check, and nothing is wrong with that."""


class CannotTell(Exception):
    """There is something to check, but not enough to check it with."""


@dataclass(frozen=True)
class Step:
    """The result of one step. `good` is whether the whole may still pass."""

    name: str
    status: str
    reason: str
    good: bool

    def __str__(self) -> str:
        return f"{self.status:<11}  {self.name:<14}  {visible(self.reason)}"


def visible(text: str) -> str:
    """Return a text of a bundle as it may be printed: what no reader sees, or moves the cursor, as
    an escape. Else a bundle could write over what was found, or hide it."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)


def need(condition: object, reason: str) -> None:
    """Raise Wrong with `reason` unless `condition` holds."""
    if not condition:
        raise Wrong(reason)
