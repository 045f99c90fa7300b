"""Run the verifier over a bundle, for tests of it."""

from pathlib import Path

from audit.verify import step
from audit.verify.check import Check
from audit.verify.note import key_from
from tests.audit.synthetic import VKEY


def steps_of(content: bytes, tmp_path: Path, **given: object) -> dict[str, step.Step]:
    path = tmp_path / "case.zip"
    path.write_bytes(content)
    check = Check(path, key_from(str(VKEY)), given.get("registry"), given.get("receipts", []))
    return {one.name: one for one in check.run()}


def failed(steps: dict[str, step.Step]) -> list[str]:
    return [one.name for one in steps.values() if one.status == step.FAIL]
