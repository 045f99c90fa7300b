"""Run the verifier over a bundle, for tests of it."""

from pathlib import Path

from audit import keys
from audit.verify import step
from audit.verify.check import Check
from audit.verify.note import key_from
from kernel.settings import Settings
from tests.audit.synthetic import VKEY


def steps_of(content: bytes, tmp_path: Path, **given: list[Path]) -> dict[str, step.Step]:
    path = tmp_path / "case.zip"
    path.write_bytes(content)
    check = Check(path, key_from(str(VKEY)), **given)
    return {one.name: one for one in check.run()}


def failed(steps: dict[str, step.Step]) -> list[str]:
    return [one.name for one in steps.values() if one.status == step.FAIL]


def faults(content: bytes, settings: Settings, folder: Path) -> list[str]:
    """Return what an outsider finds wrong with a bundle of this installation: nothing, if right."""
    path = folder / "case.zip"
    path.write_bytes(content)
    found = Check(path, key_from(str(keys.verifier(settings)))).run()
    return [f"{one.name}: {one.reason}" for one in found if not one.good]
