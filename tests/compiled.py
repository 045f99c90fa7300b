"""What applications compile, templates, addresses and statements, is compiled once for all of them.

Nearly every test builds an application or an engine of its own, and a third of the time of all
tests went into this.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

STATEMENTS: LRUCache[Any, Any] = LRUCache(5_000)  # what they were compiled to


class Templates(BytecodeCache):
    """What templates were compiled to, in the memory of this process."""

    def __init__(self) -> None:
        self.codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was kept; it is of no use to a template that reads otherwise now."""
        if bucket.key in self.codes:
            bucket.bytecode_from_string(self.codes[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it for the next application."""
        self.codes[bucket.key] = bucket.bytecode_to_string()


class Address(Rule):
    """A rule that builds its addresses by the function of an earlier one that reads the same."""

    built: dict[tuple[Any, ...], Callable[..., tuple[str, str]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        reads = (*self._trace, append_unknown, repr(self.defaults))
        if reads not in self.built:
            self.built[reads] = super()._compile_builder(append_unknown)
        return self.built[reads]


def share() -> None:
    """Let every application and every engine that is built from now on share them."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Templates()}
    Flask.url_rule_class = Address
    # A statement is kept by the dialect that it was compiled for: one of a kind is like another
    # here, where all engines are made by the same function, for the same two servers.
    DefaultDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
    DefaultDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
    made = Engine.__init__

    def make(self: Engine, *given: Any, **how: Any) -> None:
        made(self, *given, **how)
        self._compiled_cache = STATEMENTS

    Engine.__init__ = make  # type: ignore[method-assign]
