"""Each page that a test fetches has its fragments rendered alone too, with the same values.

A macro imported at the top of a template is missing when a block renders alone, and a fragment
without an element of its name has nowhere to go; both would show only under htmx.
"""

from functools import cache
from typing import Any

from flask import Flask, template_rendered
from jinja2 import Template
from jinja2_fragments import render_block

from tests.markup import elements, flaws, parse_fragment
from tests.source import answers


@cache
def fragments_of(template: str) -> tuple[str, ...]:
    return tuple(sorted({fragment for page, fragment in answers() if page == template}))


def check_fragments(app: Flask, template: Template, context: dict[str, Any], **_: Any) -> None:
    """Render the fragments of `template` alone; raises AssertionError where one cannot stand."""
    if template.name is None:
        return
    for name in fragments_of(template.name):
        tree = parse_fragment(render_block(app.jinja_env, template.name, name, context))
        outer = [element for element in elements(tree) if element.get("id") == name]
        assert len(outer) == 1, f"{template.name}: the block {name} needs an element of that id"
        found = flaws(tree, whole=False)
        assert not found, f"{template.name}, block {name}: " + "; ".join(found)


def watch(app: Flask) -> None:
    """Check the fragments of every template that `app` renders, as long as it lives."""
    template_rendered.connect(check_fragments, app)
