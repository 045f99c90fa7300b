"""Refusals: what a rule says no to, in words that tell what to do instead.

A refusal is an answer, not an accident. The pages show it as a notice with its status; anything
else that is raised is a bug and becomes a 500.
"""

from typing import Any


def N_(message: str) -> str:
    """Mark `message` for translation without translating it here (pure files cannot)."""
    return message


class Refusal(Exception):
    """A rule refuses this now. `message` is a msgid; `params` fill its `%(name)s` places."""

    status = 409

    def __init__(self, message: str, **params: Any) -> None:
        self.message = message
        self.params = params
        super().__init__(message % params if params else message)


class Conflict(Refusal):
    """The state of things does not allow it now."""

    status = 409


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
