"""Each check of the verifier, left out, changes what it says of some bundle of these tests.

What would still be refused, but for another reason, counts as changed: a reason is what a reader
goes by. That Python stumbles over a bundle where a check was left out does not.
"""

import gc
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.audit import mutants
from tests.audit.attacks import Attack, attacks
from tests.audit.equivalents import SAME
from tests.audit.mutants import Hangs, Mutant
from tests.audit.probes import Get, Probe, answer, probes
from tests.audit.synthetic import VKEY

SHARDS = range(8)
STUMBLED = re.compile("[A-Z][A-Za-z]*Error: ")
LONG, LONG_ONCE = 2.0, 60.0  # seconds of the processor, for one bundle
Told = list[tuple[str, str, bool, str]]


class Bench:
    """All attacks in files, and what the verifier as it is says of each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.codes = mutants.compiled()
        self.attacks = list(attacks(folder))
        self.files = [self.written(at, attack) for at, attack in enumerate(self.attacks)]
        self.traces = [mutants.Trace() for _one in self.attacks]
        self.expected = []
        with mutants.loaded(self.codes) as get:
            for at in range(len(self.attacks)):
                self.told(get, at, LONG_ONCE)  # what py_ecc works out once is not traced
            for at, trace in enumerate(self.traces):
                with trace.watching():
                    self.expected.append(self.told(get, at))
        self.order = list(range(len(self.attacks)))
        self.asked: dict[str, list[Probe]] = {}
        self.known: dict[str, list[str]] = {}

    def written(self, at: int, attack: Attack) -> tuple[Path, dict[str, list[Path]]]:
        bundle = self.folder / f"{at}.zip"
        bundle.write_bytes(attack.content)
        given: dict[str, list[Path]] = {}
        for kind, contents in attack.kept.items():
            for number, content in enumerate(contents):
                path = self.folder / f"{at}-{kind}-{number}"
                path.write_bytes(content)
                given.setdefault(kind, []).append(path)
        return bundle, given

    def told(self, get: Get, at: int, long: float = LONG) -> Told:
        bundle, given = self.files[at]
        with absent(self.attacks[at].without), mutants.within(long):
            check = get("check").Check(bundle, get("note").key_from(str(VKEY)), **given)
            return [(one.name, one.status, one.good, one.reason) for one in check.run()]

    def answers(self, get: Get, module: str) -> list[str]:
        if module not in self.asked:
            self.asked[module] = probes(module, self.folder)
        with mutants.within(LONG):
            return [answer(probe, get) for probe in self.asked[module]]

    def answered(self, module: str) -> list[str]:
        """Return what the verifier as it is answers to the probes of a module."""
        if module not in self.known:
            with mutants.loaded(self.codes) as get:
                self.known[module] = self.answers(get, module)
        return self.known[module]

    def kills(self, mutant: Mutant) -> str | None:
        """Return by what the mutant differs, or None; attacks that found most are tried first."""
        known = self.answered(mutant.module)
        try:
            with mutants.loaded(self.codes, mutant) as get:
                found = self.answers(get, mutant.module)
                pairs = zip(known, found, strict=True)
                if any(differ(mutant, *pair) for pair in pairs):
                    return "a probe"
                for at in [at for at in self.order if self.traces[at].reaches(mutant)]:
                    if tells_otherwise(mutant, self.expected[at], self.told(get, at)):
                        self.order.remove(at)
                        self.order.insert(0, at)
                        return self.attacks[at].name
        except Hangs:
            return "hangs"
        except Exception as error:  # noqa: BLE001  it does not even load, or run to its end
            return f"{type(error).__name__}: {error}"
        return None


def differ(mutant: Mutant, expected: str, found: str) -> bool:
    """Whether these are other words, and not only Python's own where a `need` was left out."""
    stumbles = STUMBLED.match(found) and not STUMBLED.match(expected)
    return expected != found and not (stumbles and mutant.kind == "need")


def tells_otherwise(mutant: Mutant, expected: Told, found: Told) -> bool:
    """Whether a step ended otherwise, or says so in other words."""
    return any(
        ours[:3] != theirs[:3] or differ(mutant, ours[3], theirs[3])
        for ours, theirs in zip(expected, found, strict=True)
    )


@contextmanager
def absent(libraries: tuple[str, ...]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for library in libraries:
            for name in [name for name in sys.modules if name.split(".")[0] == library]:
                patch.delitem(sys.modules, name)
            patch.setitem(sys.modules, library, None)
        yield


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with pytest.MonkeyPatch.context() as patch:
        remember_curves(patch)
        yield Bench(tmp_path_factory.mktemp("mutants"))


def remember_curves(patch: pytest.MonkeyPatch) -> None:
    """Let py_ecc work each thing out once: a pairing takes it half a second."""
    for module, name in (
        ("optimized_bls12_381", "pairing"),
        ("bls.g2_primitives", "subgroup_check"),
        ("bls.hash_to_curve", "hash_to_G1"),
    ):
        library = import_module(f"py_ecc.{module}")
        patch.setattr(library, name, once(getattr(library, name)))


def once(function: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[str, Any] = {}

    def remembered(*given: Any) -> Any:
        key = repr(given)
        if key not in known:
            known[key] = function(*given)
        return known[key]

    return remembered


def dealt(shard: int) -> Iterator[Mutant]:
    """Yield the mutants of one shard."""
    at = 0
    for module in mutants.modules():
        for mutant in mutants.mutants(module):
            if at % len(SHARDS) == shard:
                yield mutant
            at += 1


@pytest.mark.parametrize("shard", SHARDS)
def test_whatever_is_left_out_of_the_verifier_is_missed(shard: int, bench: Bench) -> None:
    found = [mutant.name for mutant in dealt(shard) if bench.kills(mutant) is None]
    assert [name for name in found if name not in SAME] == []


def test_an_alarm_is_not_lost_where_garbage_is_collected() -> None:
    rounds = compile("collect()\nwhile True: pass", mutants.CHANGED + "a loop", "exec")
    with alarmed_by_the_collector(), pytest.raises(Hangs), mutants.within(0.02):
        exec(rounds, {"collect": gc.collect})


@contextmanager
def alarmed_by_the_collector() -> Iterator[None]:
    def ring(_phase: str, _told: dict[str, int]) -> None:
        signal.raise_signal(signal.SIGPROF)

    gc.callbacks.append(ring)
    try:
        yield
    finally:
        gc.callbacks.remove(ring)


def test_what_need_not_be_missed_is_still_there() -> None:
    names = {mutant.name for shard in SHARDS for mutant in dealt(shard)}
    assert len(names) > 600
    assert [name for name in SAME if name not in names] == []
