"""Every door, tried by those it is not for. New doors are tried without being named here."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.routing import BuildError, Rule

from kernel.access import HOLDERS, Permission
from kernel.actor import Role
from tests.page import HTMX, Client
from tests.village import PASSWORD, person

VALUES = {"IntegerConverter": 1, "UnicodeConverter": "x", "PathConverter": "x"}


def doors(app: Flask) -> Iterator[tuple[Rule, str, str | Permission]]:
    """Yield each rule with a path that fits it and the sign of its door."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = {name: VALUES.get(type(c).__name__, "x") for name, c in rule._converters.items()}
        try:
            path = adapter.build(rule.endpoint, values, force_external=False)
        except (BuildError, ValueError):
            continue  # its values are strict; the room's own tests know good ones
        yield rule, path, app.view_functions[rule.endpoint].door


def closed(app: Flask) -> list[tuple[str, str, Permission]]:
    return [
        (method, path, sign)
        for rule, path, sign in doors(app)
        if isinstance(sign, Permission)
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


def send(client: Client, method: str, path: str, **how: object) -> tuple[int, str, str]:
    token = {"csrf_token": client.token()} if method == "POST" else None
    answer = client.raw.open(path, method=method, data=token, **how)
    location = answer.headers.get("Location", "")
    return answer.status_code, location, answer.headers.get("HX-Redirect", "")


def test_a_visitor_is_sent_to_sign_in(app: Flask, client: Client) -> None:
    for method, path, _sign in closed(app):
        status, location, _ = send(client, method, path)
        assert status == 303, (method, path, status)
        assert location.startswith("/sign-in"), (method, path, location)


def test_htmx_is_told_to_go_and_sign_in(app: Flask, client: Client) -> None:
    for method, path, _sign in closed(app):
        status, _, where = send(client, method, path, headers=HTMX)
        assert status == 401, (method, path)
        assert where.startswith("/sign-in"), (method, path)


@pytest.mark.parametrize("role", [None, *Role])
def test_a_role_opens_its_own_doors_only(
    role: Role | None, app: Flask, client: Client, work: Callable
) -> None:
    with work() as w:
        person(w, "Paula", *([role] if role else []))
    client.sign_in("paula@village.example", PASSWORD)
    for method, path, sign in closed(app):
        if sign is Permission.SIGNED_IN or role in HOLDERS[sign]:
            continue
        status, _, _ = send(client, method, path)
        assert status in {403, 404}, (method, path, role, status)


def test_no_post_without_a_form_token(app: Flask, client: Client, work: Callable) -> None:
    with work() as w:
        person(w, "Paula", *Role)
    client.sign_in("paula@village.example", PASSWORD)
    for rule, path, _sign in doors(app):
        if "POST" in (rule.methods or set()):
            status = client.raw.post(path, data={"csrf_token": "x"}).status_code
            assert status in {403, 404, 422}, (path, status)
