"""What applications compile, their templates and their addresses, is compiled once for all of them.

Nearly every test of a page builds an application of its own, and most of the time that takes went
into this.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


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
    """Let every application that is built from now on share them."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Templates()}
    Flask.url_rule_class = Address
