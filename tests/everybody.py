"""Every address of the site, for tests in which each kind of people opens each of its pages."""

import re
from collections.abc import Iterator

import sqlalchemy as sa
from flask import Flask

from audit.models import LogHead
from audit.tile import ENTRIES, Tile
from tests.databases import OpenWork

NO_PAGES = ("/static", "/sign-out")
NAMES = {"ref", "case_ref", "reference"}  # where an address names a case, or its claim
SUFFIXES = ("gift", "csv", "json")


def addresses(app: Flask, ref: str, but: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield what can be opened without knowing more than the reference of a case.

    but: how the addresses begin that are left out, unless they name the case.
    """
    for rule in app.url_map.iter_rules():
        where = rule.rule
        if "GET" not in (rule.methods or ()) or where.startswith(NO_PAGES):
            continue
        if where.startswith(but) and "ref" not in rule.arguments:
            continue
        if rule.arguments - NAMES == {"suffix"}:
            yield from (where.replace("<suffix>", one) for one in SUFFIXES)
        elif not rule.arguments - NAMES:
            yield re.sub(r"<[^>]+>", ref, where)


def log_tiles(work: OpenWork) -> Iterator[str]:
    """Yield the addresses of the entries of all logs."""
    with work(writing=False) as w:
        heads = w.session.execute(sa.select(LogHead.log, LogHead.size)).all()
    for log, size in heads:
        within = "/log" if log == "registry" else f"/log/case/{log}"
        for number in range(-(-size // 256)):
            yield f"{within}/tile/{Tile(ENTRIES, number, min(256, size - 256 * number)).path}"
