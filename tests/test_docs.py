"""What the documents claim is held against the code; a claim that is wrong fails here."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from flask.cli import FlaskGroup

from audit.event import KINDS
from kernel.access import HOLDERS, Permission
from kernel.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def event_lines():
    """Return docs/events.md as the event classes would write it."""
    for kind, event in sorted(KINDS.items()):
        meaning = " ".join((event.__doc__ or "").split())
        names = ", ".join(f"`{field.name}`" for field in fields(event)) or "none"
        yield f"| `{kind}` | {meaning} | {names} |"


def test_every_event_is_documented_and_none_besides(app):
    there = [line for line in text("docs/events.md").splitlines() if line.startswith("| `")]
    assert there == list(event_lines())


def door_lines(app):
    """Return the table of docs/permissions.md as the doors' signs would write it."""
    rows = {
        (rule.rule, str(app.view_functions[rule.endpoint].door))
        for rule in app.url_map.iter_rules()
    }
    for path, door in sorted(rows):
        yield f"| `{path}` | {door} |"


def test_every_door_is_documented_with_its_sign(app):
    there = [line for line in text("docs/permissions.md").splitlines() if line.startswith("| `/")]
    assert there == list(door_lines(app))


def test_every_permission_is_documented_with_its_holders():
    page = text("docs/permissions.md")
    for permission in Permission:
        holders = ", ".join(sorted(HOLDERS[permission]))
        assert f"| `{permission}` | {holders} |" in page


def test_every_setting_is_documented():
    page = text("docs/operating.md")
    for field in fields(Settings):
        if field.name != "testing":
            assert f"`VENIRE_{field.name.upper()}`" in page


def commands_in(name):
    return re.findall(r"flask --app app ([a-z]+(?: [a-z]+)?)", text(name))


@pytest.mark.parametrize("name", ["README.md", "docs/operating.md"])
def test_every_command_that_is_named_exists(app, name):
    group = FlaskGroup(create_app=lambda: app)
    for words in commands_in(name):
        found = group
        with app.app_context():
            for word in words.split():
                context = found.make_context(word, [], resilient_parsing=True)
                known = found.get_command(context, word) if hasattr(found, "get_command") else None
                if known is None:
                    assert found is not group, f"{name}: there is no command {words}"
                    break
                found = known


PAGES = ["README.md", *sorted(str(page.relative_to(ROOT)) for page in DOCS.rglob("*.md"))]


@pytest.mark.parametrize("name", PAGES)
def test_no_link_is_dead(name):
    for target in re.findall(r"\]\(([^)#:]+)\)", text(name)):
        assert (ROOT / name).parent.joinpath(target).exists(), target


def test_the_demo_people_of_the_readme_are_there():
    from home.people import PEOPLE

    shown = {person.what for person in PEOPLE}
    assert {"juror", "officer", "auditor"} <= shown
    assert any(what.startswith("member") for what in shown)
