"""The verifier as what a stranger installs: a wheel of its own, and `cryptography` alone."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from tests.audit.modes import Beacon
from tests.audit.synthetic import REF, VKEY, Case
from tests.source import ROOT

FOLDER = ROOT / "audit" / "verify"
OUTER = getattr(sys, "_base_executable", sys.executable)  # who has a pip
BUILD = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"
ENV = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}


def said(*command: object, at: Path) -> str:
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=at, env=ENV, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made from a copy of the folder: nothing outside of it is needed."""
    made = tmp_path_factory.mktemp("wheel")
    copy = made / "source"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg*"))
    return made / said(sys.executable, "-c", BUILD, made, at=copy).splitlines()[-1]


def needed(name: str) -> set[str]:
    """Return what a distribution takes, itself included, as it is installed here."""
    found = {name}
    for line in metadata.requires(name) or ():
        other = re.split("[ ;<>=!~(]", line)[0]
        there = any(one.metadata["Name"].lower() == other for one in metadata.distributions())
        if "extra ==" not in line and there:
            found |= needed(other)
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare environment with `cryptography` and the wheel in it, and nothing else."""
    home = tmp_path_factory.mktemp("stranger")
    venv.create(home / "env", symlinks=True)
    python = home / "env" / "bin" / "python"
    (site,) = (home / "env" / "lib").glob("python*/site-packages")
    for name in needed("cryptography"):
        for file in metadata.files(name) or ():
            top = site / file.parts[0]
            if file.parts[0] != ".." and not top.exists():
                top.symlink_to(Path(str(metadata.distribution(name).locate_file(file.parts[0]))))
    pip = [OUTER, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    said(*pip, "install", "--quiet", "--no-index", wheel, at=home)
    return home


def test_the_wheel_holds_the_verifier_and_nothing_else(wheel: Path) -> None:
    sources = {f"venire_verify/{path.name}" for path in FOLDER.glob("*.py")}
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
        assert {name for name in names if "dist-info" not in name} == sources
        for name in sources:
            assert opened.read(name) == (FOLDER / Path(name).name).read_bytes()
        (licence,) = (name for name in names if name.endswith("LICENSE"))
        assert opened.read(licence) == (ROOT / "LICENSE").read_bytes()


def test_it_takes_cryptography_alone_in_the_release_that_the_house_runs_on() -> None:
    told = tomllib.loads((FOLDER / "pyproject.toml").read_text())["project"]
    assert len(told["dependencies"]) == 1
    assert told["dependencies"][0] in (ROOT / "requirements" / "runtime.in").read_text().split()
    extras = (ROOT / "requirements" / "extras.in").read_text().split()
    for (library,) in told["optional-dependencies"].values():
        assert library in extras


def test_a_stranger_verifies_with_the_command(installed: Path) -> None:
    bundle, receipt = installed / "case.zip", installed / "receipt.txt"
    bundle.write_bytes(Case().bundle())
    receipt.write_text(Case().receipt(9))
    command = [installed / "env" / "bin" / "venire-verify", bundle, "--key", VKEY]
    told = json.loads(said(*command, "--receipt", receipt, "--json", at=installed))
    assert (told["ok"], told["case"]) == (True, REF)
    module = [installed / "env" / "bin" / "python", "-I", "-m", "venire_verify"]
    assert f"{REF}: verified" in said(*module, bundle, "--key", VKEY, at=installed)
    assert "usage: python -m venire_verify" in said(*module, "--help", at=installed)
    assert "usage: venire-verify" in said(command[0], "--help", at=installed)


def test_what_takes_more_is_not_believed_without_it(installed: Path) -> None:
    bundle = installed / "beacon.zip"
    bundle.write_bytes(Beacon().bundle())
    command = [installed / "env" / "bin" / "venire-verify", bundle, "--key", VKEY]
    words = [str(word) for word in command]
    done = subprocess.run(words, env=ENV, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "NOT CHECKED  randomness" in done.stdout
    assert f"{REF}: NOT verified, incomplete: could not check randomness" in done.stdout
    script = "import sys, venire_verify.check as c; print(*sorted(sys.modules))"
    loaded = said(installed / "env" / "bin" / "python", "-I", "-c", script, at=installed)
    assert not {"audit", "py_ecc", "highspy", "flask"} & {
        name.split(".")[0] for name in loaded.split()
    }
