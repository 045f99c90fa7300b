"""Doors and their signs. An app with a door that carries none does not start.

The sign asks for a role. Whether the rules allow the act *now* is another question, and the
nouns answer it.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from flask import Flask, abort, current_app, g, redirect, request
from werkzeug.wrappers import Response

from kernel.actor import ANYONE, Actor, Role
from kernel.errors import Forbidden, NoToken, SignedOut
from kernel.typed import typed

View = Callable[..., Any]
TokenReader = Callable[[str], Actor]  # whose a token is; ANYONE for none that counts


class Permission(StrEnum):
    """What a door may ask for."""

    SIGNED_IN = "signed_in"
    PREPARE_CASES = "prepare_cases"
    EDIT_RULES = "edit_rules"
    AUDIT = "audit"
    ADMINISTER = "administer"
    OVERSEE = "oversee"
    HAVE_A_DESK = "have_a_desk"


HOLDERS: dict[Permission, frozenset[Role]] = {
    Permission.SIGNED_IN: frozenset(Role),
    Permission.PREPARE_CASES: frozenset({Role.OFFICER}),
    Permission.EDIT_RULES: frozenset({Role.EDITOR}),
    Permission.AUDIT: frozenset({Role.AUDITOR}),
    Permission.ADMINISTER: frozenset({Role.ADMIN}),
    Permission.OVERSEE: frozenset({Role.OFFICER, Role.ADMIN}),
    Permission.HAVE_A_DESK: frozenset({Role.OFFICER, Role.EDITOR, Role.AUDITOR, Role.ADMIN}),
}


def may(actor: Actor, permission: Permission) -> bool:
    """Whether `actor` holds a role that opens doors with this sign."""
    return actor.signed_in and not HOLDERS[permission].isdisjoint(actor.roles)


def requires(permission: Permission) -> Callable[[View], View]:
    """Sign a view: only for those who hold `permission`."""

    def sign(view: View) -> View:
        view.door = permission  # type: ignore[attr-defined]
        return view

    return sign


def public(view: View) -> View:
    """Sign a view: open to everybody."""
    view.door = "public"  # type: ignore[attr-defined]
    return view


def by_token(permission: Permission) -> Callable[[View], View]:
    """Sign a view for programs, which bring the token of somebody who holds `permission`. A cookie
    opens no such door: what a browser sends by itself counts for nothing here."""

    def sign(view: View) -> View:
        view.door = f"{permission}, by token"  # type: ignore[attr-defined]
        view.by_token = permission  # type: ignore[attr-defined]
        return view

    return sign


def current_actor() -> Actor:
    """Return who is acting in this request; ANYONE before the sign-in has been looked at."""
    actor: Actor = g.get("actor", ANYONE)
    return actor


def unsigned_doors(app: Flask) -> list[str]:
    """Return the endpoints that carry no sign."""
    return sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "door")
    )


def check_doors(app: Flask) -> None:
    """Refuse to start while a door has no sign."""
    if unsigned := unsigned_doors(app):
        raise RuntimeError(f"doors without a sign: {', '.join(unsigned)}")


def guard() -> Response | None:
    """Before each request: let in, send to the sign-in page, or refuse.

    Who typed something while their session ended is not sent on: the page would be gone.
    """
    if request.endpoint is None:
        return None  # no such page; Flask answers 404
    view = current_app.view_functions[request.endpoint]
    door = getattr(view, "door", None)
    if door is None:
        abort(500)
    if permission := getattr(view, "by_token", None):
        g.actor = _who_brings_a_token()
        if not may(g.actor, permission):
            raise NoToken()
        return None
    if door == "public" or may(current_actor(), door):
        return None
    if current_actor().signed_in:
        raise Forbidden()
    if typed():
        raise SignedOut()
    return to_sign_in()


def _who_brings_a_token() -> Actor:
    given = request.authorization
    if given is None or given.type != "bearer" or not given.token:
        return ANYONE
    find: TokenReader = current_app.extensions["venire-tokens"]
    return find(given.token)


def to_sign_in() -> Response:
    """Send a visitor to the sign-in page and, after it, back to where they were going."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else "/"
    where = current_app.url_for("members.sign_in", next=wanted)
    if request.headers.get("HX-Request") == "true":
        return Response(status=401, headers={"HX-Redirect": where})
    return redirect(where, 303)
