"""A process that has loaded the house and lends copies of itself, to be killed.

Starting Python and loading the house takes seconds, a fork milliseconds. What it is told comes as
lines of JSON on its standard input; it answers each with a number. When that ends, so do all.

The copies work as `flask worker` and as a web server with threads do. Their clock is a file.
`forget` and `rash` are sequencers with a defect each, which die where it shows; `halt` and `late`
are good ones that stop, within a transaction, and before they note what they will sign.
"""

import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from audit import keys, memory, merkle, note, sequencer
from audit.models import LogHead, PublishedCheckpoint
from kernel.work import ground
from tests.databases import settings_for

PAUSE = 0.005  # seconds between two rounds
CLOCK = "now"  # the file, in the home


class Quiet(WSGIRequestHandler):
    """Tells nobody what was asked."""

    def log(self, *_said: Any) -> None:
        pass


def web(app: Flask, listening: socket.socket) -> None:
    server = make_server(
        *listening.getsockname(), app, True, request_handler=Quiet, fd=listening.fileno()
    )
    server.serve_forever()


def worker(app: Flask, _listening: socket.socket) -> None:
    app.test_cli_runner().invoke(args=["worker", "--every", str(PAUSE)], catch_exceptions=False)


def sequence(app: Flask, _listening: socket.socket) -> None:
    with app.app_context():
        while True:
            sequencer.sequence(ground().engine, ground().settings)
            time.sleep(PAUSE)


def forget(app: Flask, listening: socket.socket) -> None:
    """Take rows out of the queue in a transaction of their own, and die before the other."""

    def take(engine: sa.Engine, log: str) -> int:
        with sequencer._writing(engine) as session:
            batch = sequencer._first_in_queue(session, log)
            sequencer._take_from_queue(session, [row.id for row in batch])
        if batch:
            end()
        return 0

    sequencer.take = take
    sequence(app, listening)


def rash(app: Flask, listening: socket.socket) -> None:
    """Sign and publish a head before its entries are committed, and die between the two."""

    def take(engine: sa.Engine, log: str) -> int:
        settings = ground().settings
        with sequencer._writing(engine) as session:
            batch = sequencer._first_in_queue(session, log)
            if not batch:
                return 0
            found = session.execute(
                sa.select(LogHead.size, LogHead.edge).where(LogHead.log == log)
            ).one()
            edge = merkle.Edge.unpacked(*found)
            edge = edge.extended(merkle.leaf_hash(row.entry) for row in batch)
            origin = keys.origin(settings, log)
            text = note.Checkpoint(origin, edge.size, edge.root).text
            signed = note.signed(text, origin, keys.signer(settings))
            memory.keep(settings, log, memory.Kept(edge.size, edge.root))
            row = {"log": log, "size": edge.size, "root": edge.root, "note": signed}
            session.execute(sa.insert(PublishedCheckpoint).values(row))
        end()
        return 0

    sequencer.take = take
    sequence(app, listening)


def halt(app: Flask, listening: socket.socket) -> None:
    """Stop once, with everything written and nothing committed."""
    put = sequencer._put

    def and_stop(*given: Any) -> None:
        sequencer._put = put
        put(*given)
        os.kill(os.getpid(), signal.SIGSTOP)

    sequencer._put = and_stop
    sequence(app, listening)


def late(app: Flask, listening: socket.socket) -> None:
    """Stop once, before a note is written of what will be signed."""
    keep = memory.keep

    def stop_first(*given: Any) -> None:
        memory.keep = keep
        os.kill(os.getpid(), signal.SIGSTOP)
        keep(*given)

    memory.keep = stop_first
    sequence(app, listening)


def end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


ROLES: dict[str, Callable[[Flask, socket.socket], None]] = {
    one.__name__: one for one in (web, worker, sequence, forget, rash, halt, late)
}


def opened(url: str, home: Path) -> tuple[Flask, socket.socket]:
    """Build the app on a database and a home, and a socket that outlives whoever serves it."""
    from app import create_app

    def clock() -> datetime:
        return datetime.fromisoformat((home / CLOCK).read_text())

    return create_app(settings_for(home, url), clock), socket.create_server(("127.0.0.1", 0))


def main() -> None:
    import app  # noqa: F401 this is what takes seconds

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who ended is forgotten at once
    houses: dict[str, tuple[Flask, socket.socket]] = {}
    copies = []
    print(0, flush=True)  # noqa: T201 it is ready
    for line in sys.stdin:
        told = json.loads(line)
        if told["role"] == "open":
            houses[told["home"]] = opened(told["url"], Path(told["home"]))
            print(houses[told["home"]][1].getsockname()[1], flush=True)  # noqa: T201
            continue
        copy = os.fork()
        if not copy:
            try:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                ROLES[told["role"]](*houses[told["home"]])
            finally:
                os._exit(1)
        copies.append(copy)
        print(copy, flush=True)  # noqa: T201
    for copy in copies:
        try:
            os.kill(copy, signal.SIGKILL)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    main()
