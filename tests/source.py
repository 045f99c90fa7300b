"""The house's own source, as tests of the house read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAIRS = ("home", "claims", "jury", "quiz", "rules", "members", "audit")
ROOMS = tuple(room for room in STAIRS if (ROOT / room).is_dir())
# A file named by one of these touches the world. Every other file of a room is a noun.
ROLES = (
    *("views", "cli", "jobs", "desk", "forms", "wording"),  # towards people
    *("actions", "reading", "queries", "models"),  # towards the rows
)
# Files that touch the world and serve one purpose; each room's other files stay pure.
MACHINERY = {
    "audit.keys",  # reads and makes the key file
    "audit.opening",  # opens large boxes in processes of its own
    "audit.memory",  # the files of the heads that were signed
    "audit.exports.making",  # reads the log to write what is taken
    "audit.exports.spool",  # the files that are taken
    "audit.index",  # writes down what entries can be found by
    "audit.tokens",  # the tokens of auditors' programs
    "audit.search",  # and finds them
    "audit.sequencer",  # the process that turns the queue into a log
    "audit.export",  # reads the log to write a bundle
    "audit.publishing",  # lays the logs out as files
    "audit.selfcheck",  # the same, as the house starts
    "audit.reconcile",  # the log against the database
    "audit.rotation",  # which key signs, and from where on
    "audit.stamping",  # asks an authority for time stamps
    "audit.tilestore",  # keeps the hashes above the leaves
    "audit.policyfile",  # the file of whose word is enough
    "audit.witnesses",  # what witnesses have signed
    "audit.witnessing",  # asks them
    "jury.drand",  # asks a relay of the beacon
    "jury.keyfiles",  # writes and destroys files of keys
    "jury.keys",  # the key files of cases
    "jury.opening",  # opens large boxes in processes of its own
    "claims.vault",  # the files of papers, and the keys of claims
    "home.demo",
    "home.people",
}


def files(*folders: str, suffix: str = ".py") -> Iterator[Path]:
    """Yield the files of these folders (of the rooms, kernel and app.py without any)."""
    if not folders and suffix == ".py":
        yield ROOT / "app.py"
    for folder in folders or ("kernel", *ROOMS):
        yield from sorted((ROOT / folder).rglob(f"*{suffix}"))


def name_of(path: Path) -> str:
    """Return a file's module name: `jury/tally.py` is `jury.tally`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def nouns() -> list[Path]:
    """Return the pure files of the rooms."""
    return [
        path
        for room in ROOMS
        for path in files(room)
        if path.stem not in {*ROLES, "__init__"}
        and name_of(path) not in MACHINERY
        and path.relative_to(ROOT / room).parts[0] not in ROLES
        and not name_of(path).startswith(("audit.verify", "home."))
    ]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """Yield the full names that a file imports, those inside functions too.

    Imports that only the type checker sees are left out.
    """
    whole = tree(path)
    for_types = {
        id(inner)
        for node in ast.walk(whole)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(whole):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def answers() -> tuple[tuple[str, str], ...]:
    """Return each (template, fragment) that a view answers with. It reads every file: once."""
    return tuple(_answers())


def _answers() -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for path in files(room):
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("answer"):
                    words = {word.arg: word.value for word in node.keywords}
                    words |= dict(zip(("template", "fragment"), node.args, strict=False))
                    pair = [literal(words.get(name)) for name in ("template", "fragment")]
                    if all(pair):
                        yield pair[0], pair[1]


def literal(node: ast.expr | None) -> str:
    """Return the text that stands there as a literal; "" for anything else."""
    found = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if found else ""
