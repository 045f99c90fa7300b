"""Refusals: what a rule says no to, in words that tell what to do instead.

A refusal is an answer, not an accident. The pages show it as a notice with its status; anything
else that is raised is a bug and becomes a 500.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def N_(message: str) -> str:
    """Mark `message` for translation without translating it here (pure files cannot)."""
    return message


@dataclass(frozen=True)
class Sentence:
    """A whole sentence that is told within another, and translated by itself.

    message: msgid; values: fill its `%(name)s` places, and may be sentences too.
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class Sentences(tuple[Sentence, ...]):
    """Sentences that stand one after the other."""

    __slots__ = ()

    def __str__(self) -> str:
        return " ".join(map(str, self))


class Refusal(Exception):
    """A rule refuses this now. `message` is a msgid; `params` fill its `%(name)s` places, and may
    be `Sentence` or `Sentences`."""

    status = 409

    def __init__(self, message: str, **params: Any) -> None:
        self.message = message
        self.params = params
        super().__init__(message % params if params else message)


class Conflict(Refusal):
    """The state of things does not allow it now."""

    status = 409


class SignedOut(Refusal):
    """Whoever sent this form is not signed in, or no longer."""

    status = 401

    def __init__(self) -> None:
        super().__init__(N_("Only who is signed in can send this form, so it was not taken."))


class NoToken(Refusal):
    """A program came without a token that opens this door, or with one that has ended."""

    status = 401

    def __init__(self) -> None:
        super().__init__(N_("Send a token that has not ended: Authorization: Bearer ..."))


class Missing(Refusal):
    """There is no such thing, or it is not yours: the two are told apart nowhere."""

    status = 404

    def __init__(self, message: str = N_("There is no such page."), **params: Any) -> None:
        super().__init__(message, **params)


class Forbidden(Refusal):
    """The page's address already tells which role it is for, and you do not hold it."""

    status = 403

    def __init__(self, message: str = N_("This page is for another role."), **params: Any) -> None:
        super().__init__(message, **params)


class Malformed(Refusal):
    """What was sent cannot be read as what was asked for."""

    status = 422


class TooMany(Refusal):
    """Too many tries in a short time."""

    status = 429


class Busy(Refusal):
    """It is being done already, and takes a while: ask for it again after so many seconds."""

    status = 503

    def __init__(self, message: str, again: int, **params: Any) -> None:
        super().__init__(message, **params)
        self.again = again
