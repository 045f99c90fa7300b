"""LibreOffice, where it is: it reads what we write as people's own programs do."""

import shutil
import subprocess
from pathlib import Path

import pytest

PARTS = {"writer": "libswlo.so", "calc": "libsclo.so"}  # each comes as a package of its own


def needs(part: str) -> pytest.MarkDecorator:
    """Mark a test that takes a part of LibreOffice; it is large, so nobody is made to have it."""
    soffice = shutil.which("soffice")
    there = soffice and (Path(soffice).resolve().parent / PARTS[part]).exists()
    why = f"LibreOffice is not here (apt: libreoffice-{part}-nogui)"
    return pytest.mark.skipif(not there, reason=why)


def converted(path: Path, form: str) -> str:
    """Return the text of a file as LibreOffice writes it again in another form."""
    folder = path.parent
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    told = [own, "--headless", "--convert-to", form, "--outdir", str(folder), str(path)]
    subprocess.run(["soffice", *told], check=True, capture_output=True, timeout=120)
    return path.with_suffix(f".{form}").read_text(encoding="utf-8")
