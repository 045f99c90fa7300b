"""Doors of the time stamps: their list, and each with the checkpoint that it is over. They lie in
the folder of tiles, under the same addresses."""

import re

from flask import Response, request

from audit import stamping
from audit.views.room import A_YEAR, kept, room, unless_held
from kernel.access import public
from kernel.errors import Missing
from kernel.web import answer
from kernel.work import ground

PAGE = 50
NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[1-9][0-9]{0,15}", re.A)  # the day, and the size
KINDS = {"checkpoint": "text/plain; charset=utf-8", "tsr": stamping.ANSWERS}


@room.route("/log/stamps/")
@public
def stamps() -> Response:
    before = request.args.get("before", "")
    if before and not NAME.fullmatch(before):
        raise Missing()
    every = stamping.kept(ground().settings)
    left = [name for name in every if not before or name < before]
    shown = [(name, *name.rsplit("-", 1)) for name in left[:PAGE]]
    older = shown[-1][0] if len(left) > PAGE else None
    return answer(
        "audit/stamps.html",
        "stamps",
        stamps=shown,
        count=len(every),
        older=older,
        example=shown[0][0] if shown else "NAME",
    )


@room.route("/log/stamps/<name>.<kind>")
@public
def stamp(name: str, kind: str) -> Response:
    """A stamp as the authority gave it, or the checkpoint that it is over: the same for ever."""
    if kind not in KINDS or not NAME.fullmatch(name):
        raise Missing()
    try:
        content = (stamping.folder(ground().settings) / f"{name}.{kind}").read_bytes()
    except FileNotFoundError:
        raise Missing() from None
    return unless_held(kept(Response(content, content_type=KINDS[kind]), A_YEAR))
