"""Mutants of the verifier, made from its source: each has one check less, or one that is another.

A check that is `need(…)`, a `raise`, or a call that returns nothing is left out. A comparison turns
to its neighbour or its opposite, a part of an `and` or `or` is dropped, and what answers yes or no
always answers the same. The package with one such change is loaded beside the real one.
"""

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

from audit import verify

FOLDER = Path(verify.__file__).parent
ALIAS = "mutated_verify"
REAL = "the verifier as it is: "
CHANGED = "the verifier with a change: "
SWAPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
AGAIN = 0.01  # seconds from one ring of the alarm to the next
Change = Callable[[], Callable[[], None]]  # makes it, and returns what takes it back


@dataclass(frozen=True)
class Mutant:
    """`name` tells module, function, the words that were there, and how they changed."""

    name: str
    module: str
    code: CodeType
    lines: range
    kind: str  # "need", "raise" or "other"


def source(module: str) -> str:
    return (FOLDER / f"{module}.py").read_text()


def modules() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.py"))


def mutants(module: str) -> Iterator[Mutant]:
    """Yield every mutant of a module, in the order of its source."""
    tree = ast.parse(source(module))
    seen: dict[str, int] = {}
    for where, words, node, change in sites(tree):
        undo = change()
        with warnings.catch_warnings(action="ignore"):  # of what is always so
            code = compile(ast.fix_missing_locations(tree), CHANGED + module, "exec")
        undo()
        name = f"{module}.{where}: {words}"
        seen[name] = seen.get(name, 0) + 1
        again = f"#{seen[name]} " if seen[name] > 1 else ""
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        yield Mutant(again + name, module, code, lines, kind_of(words))


def kind_of(words: str) -> str:
    first = words.split("(")[0].split(" ")[0]
    return first if first in {"need", "raise"} and words.endswith(" left out") else "other"


def sites(tree: ast.Module) -> Iterator[tuple[str, str, Any, Change]]:
    """Yield the function, the change in words, the node, and the change, for each place."""
    for where, function, node in walked(tree, ""):
        for words, change in changes(node, function):
            yield where, words, node, change


def walked(
    node: ast.AST, where: str, function: ast.FunctionDef | None = None
) -> Iterator[tuple[str, ast.FunctionDef | None, ast.AST]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            name = f"{where}.{child.name}".lstrip(".")
            inner = child if isinstance(child, ast.FunctionDef) else function
            yield from walked(child, name, inner)
        else:
            yield where, function, child
            yield from walked(child, where, function)


def changes(node: ast.AST, function: ast.FunctionDef | None) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name(id="need")) as call):
            # What a condition takes away on its way is still taken away.
            anyway = ast.BoolOp(ast.Or(), [call.args[0], ast.Constant(True)])
            yield f"need({said(call.args[0])}) left out", put(call.args, 0, anyway)
        case ast.Expr(value=ast.Call() as call):
            yield f"{said(call)} left out", put(node, "value", ast.Constant(None))
        case ast.Raise(exc=ast.expr() as exc):
            yield f"raise {said(exc)} left out", becomes(node, ast.Pass())
        case ast.Compare() | ast.BoolOp():
            yield from compared(node)
        case ast.Return(value=ast.expr() as value) if function and answers_yes_or_no(function):
            for answer in (True, False):
                if said(value) != str(answer):
                    changed = put(node, "value", ast.Constant(answer))
                    yield f"return {said(value)} is {answer}", changed


def compared(node: ast.Compare | ast.BoolOp) -> Iterator[tuple[str, Change]]:
    if isinstance(node, ast.Compare):
        for at, op in enumerate(node.ops):
            other = SWAPS[type(op)]()
            yield f"{said(node)} with {other.__class__.__name__}", put(node.ops, at, other)
        return
    neutral = ast.Constant(isinstance(node.op, ast.And))
    for at, part in enumerate(node.values):
        yield f"{said(node)} without {said(part)}", put(node.values, at, neutral)


def answers_yes_or_no(function: ast.FunctionDef) -> bool:
    return isinstance(function.returns, ast.Name) and function.returns.id == "bool"


def said(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())


def put(holder: Any, at: Any, other: Any) -> Change:
    """Return the change of an item of a list, or of a field of a node."""

    def change() -> Callable[[], None]:
        if isinstance(holder, list):
            old = holder[at]
            holder[at] = other
            return lambda: holder.__setitem__(at, old)
        old = getattr(holder, at)
        setattr(holder, at, other)
        return lambda: setattr(holder, at, old)

    return change


def becomes(node: ast.AST, other: ast.AST) -> Change:
    """Return the change of a whole node, wherever it stands."""

    def change() -> Callable[[], None]:
        kind, fields = node.__class__, dict(node.__dict__)
        node.__class__ = other.__class__  # type: ignore[assignment]
        return lambda: (setattr(node, "__class__", kind), node.__dict__.update(fields))[0]

    return change


class Loader(importlib.abc.Loader):
    def __init__(self, code: CodeType) -> None:
        self.code = code

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)


class Finder(importlib.abc.MetaPathFinder):
    """Finds the modules of the package under its other name."""

    def __init__(self, codes: dict[str, CodeType]) -> None:
        self.codes = codes

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        package, _dot, module = name.partition(".")
        if package != ALIAS or (module or "__init__") not in self.codes:
            return None
        loader = Loader(self.codes[module or "__init__"])
        return importlib.machinery.ModuleSpec(name, loader, is_package=not module)


def compiled() -> dict[str, CodeType]:
    """Return the code of every module as it is."""
    return {name: compile(source(name), REAL + name, "exec") for name in modules()}


@dataclass
class Trace:
    """The lines of the verifier as it is that ran, and those at which an exception passed."""

    ran: set[tuple[str, int]] = field(default_factory=set)
    raised: set[tuple[str, int]] = field(default_factory=set)

    def reaches(self, mutant: Mutant) -> bool:
        """Whether the mutant could make a difference in what was traced."""
        where = self.ran if mutant.kind == "other" else self.raised
        return any((mutant.module, line) in where for line in mutant.lines)

    @contextmanager
    def watching(self) -> Iterator[None]:
        before = sys.gettrace()
        sys.settrace(self._called)
        try:
            yield
        finally:
            sys.settrace(before)

    def _called(self, frame: FrameType, _event: str, _given: Any) -> Any:
        return self._line if frame.f_code.co_filename.startswith(REAL) else None

    def _line(self, frame: FrameType, event: str, _given: Any) -> Any:
        place = (frame.f_code.co_filename.removeprefix(REAL), frame.f_lineno)
        (self.raised if event == "exception" else self.ran).add(place)
        return self._line


@contextmanager
def loaded(codes: dict[str, CodeType], mutant: Mutant | None = None) -> Iterator[Any]:
    """Lend a function that imports a module of the package, with the mutant in it."""
    finder = Finder({**codes, mutant.module: mutant.code} if mutant else codes)
    sys.meta_path.insert(0, finder)
    try:
        yield lambda module: importlib.import_module(f"{ALIAS}.{module}")
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if name.split(".")[0] == ALIAS]:
            del sys.modules[name]


class Hangs(BaseException):
    """It runs and runs. No `Exception`, which the verifier takes for a FAIL."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise Hangs when the processor has worked for so long.

    It is raised in the verifier's own lines: where the collector of garbage calls back, what is
    raised is lost. The alarm rings on until it falls on one of them.
    """

    def ring(_signal: int, frame: FrameType | None) -> None:
        if frame and frame.f_code.co_filename.startswith((REAL, CHANGED)):
            raise Hangs

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
