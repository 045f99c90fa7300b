"""The folder `tiles/` in VENIRE_HOME: the logs as files that need no app, but for what is withheld.
Proofs are not among them, nor the last checkpoint that enough witnesses have signed.

The registry leads. Its checkpoint in the folder says how far the folder is; what the registry has
taken up since are the heads of the cases that changed. Of each log the tiles come first, then, when
they are on the disk, the checkpoint that needs them; the registry's checkpoint comes last of all.
So whoever reads a checkpoint there finds all that it speaks of, whenever we were stopped.

A case that cannot be laid out holds up no other: it is taken up again in each round, and shows
until then what it showed.

What is withheld from the public is not written while it is. A file is never taken back, but for the
partial tiles of a tile that is full.
"""

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from audit import note, queries, telling, tilestore
from audit.entry import parse
from audit.keys import REGISTRY
from audit.tile import ENTRIES, added
from kernel.files import READERS, put, sync
from kernel.jobs import all_stuck
from kernel.settings import Settings
from kernel.work import Work, ground, unit_of_work

AT_ONCE = 1_000  # entries of the registry that are looked through at once
HEAD_OF_A_CASE = b'"kind":"case.checkpoint"'


class AnotherLog(Exception):
    """The folder shows a log that the one in the database does not continue."""


def publish(whole: bool = False) -> int:
    """Bring the folder up to what is published; return how many logs it took a new head of.

    whole: hold every file against the database, and write those that are missing or are others.
    A log that fails stops no other. Raises AnotherLog at the end for logs that the folder shows
    otherwise, and stay as they are; Stuck where any failed for another reason.
    """
    home = ground().settings.home
    with _alone(home, wait=whole) as mine:
        return _Round(home, whole).run() if mine else 0


def shown_at(settings: Settings) -> datetime | None:
    """Return when the folder got the checkpoint of the registry that it shows."""
    try:
        return _changed_at(folder_of(settings.home, REGISTRY) / "checkpoint")
    except OSError:
        return None


def folder_of(home: Path, log: str) -> Path:
    """Return where the files of a log lie; their addresses are the same below `/`."""
    top = home / "tiles" / "log"
    return top if log == REGISTRY else top / "case" / log


class _Round:
    """One round of bringing the folder up."""

    def __init__(self, home: Path, whole: bool) -> None:
        self.home, self.whole = home, whole
        self.late_file = home / "tiles.late"
        self.stuck: dict[str, Exception] = {}

    def run(self) -> int:
        late, folder = self._late(), folder_of(self.home, REGISTRY)
        with unit_of_work(writing=False) as work:
            end = queries.published(work.session, REGISTRY)
            text = queries.checkpoint(work.session, REGISTRY)
            if end is None or not (self.whole or late or text != _text(folder)):
                return 0
            shown = None if self.whole else _shown(folder)
            refs = late | _named(work.session, shown.size if shown else 0, end.size)
        again = {ref for ref in sorted(refs) if not self._bring(ref)}
        self._bring(REGISTRY)
        if again != late:
            _write(self.late_file, json.dumps(sorted(again)).encode())
        if self.stuck:
            others = all(isinstance(error, AnotherLog) for error in self.stuck.values())
            told = AnotherLog("\n".join(map(str, self.stuck.values())))
            raise told if others else all_stuck(self.stuck)
        return len(refs - again) + (shown is None or shown.size != end.size)

    def _late(self) -> set[str]:
        """Return the cases of which the registry has a head that was not published by then."""
        try:
            return set(json.loads(self.late_file.read_bytes()))
        except (OSError, ValueError):
            return set()

    def _bring(self, log: str) -> bool:
        """Bring one log up to its latest checkpoint; return whether it is where the log ends."""
        try:
            _keep_hashes(log)
            with unit_of_work(writing=False) as work:
                return self._copy(work, log)
        except Exception as error:  # noqa: BLE001  told at the end, of all that failed
            self.stuck[log] = error
            return False

    def _copy(self, work: Work, log: str) -> bool:
        session, folder = work.session, folder_of(self.home, log)
        end, head = queries.published(session, log), queries.head(session, log)
        text = queries.checkpoint(session, log, end.size) if end else None
        if end is None or text is None:
            return False
        shown = _shown(folder)
        if shown is not None:
            _check(session, log, shown, end, folder)
        last = parse(queries.entries(session, log, end.size - 1, end.size)[0])
        closed = log != REGISTRY and telling.withheld(last)
        # Of a case all are looked for again: its entries may have been withheld until now.
        sure = shown.size if shown and not self.whole else 0
        old = sure if log == REGISTRY else 0
        fresh: list[Path] = []
        # What was published since is the next round's: of its entries it is not known here whether
        # they are withheld.
        sizes = [size for size in queries.published_sizes(session, log, old) if size <= end.size]
        for wanted in added(old, sizes or [old]):
            path = folder / "tile" / wanted.path
            if closed and wanted.level == ENTRIES:
                continue
            # Beyond what is shown a file may lie of a head that was never shown, and is gone.
            if wanted.leaves.stop <= sure and path.exists():
                continue
            content = tilestore.content(session, log, wanted)
            if not path.exists() or path.read_bytes() != content:
                _write(path, content)
            fresh.append(path)
        _settle(fresh, self.home)
        if _text(folder) != text:
            # With what another witness signed of it, it is no newer.
            same = shown is not None and (shown.size, shown.root) == (end.size, end.root)
            at = _changed_at(folder / "checkpoint") if same else work.now
            _write(folder / "checkpoint", text.encode(), at)
            _settle([folder / "checkpoint"], self.home)
        for path in fresh:  # the full tile is there: nobody needs the parts of it
            shutil.rmtree(path.with_name(f"{path.name}.p"), ignore_errors=True)
        return head is None or head.size == end.size


def _named(session: Session, old: int, end: int) -> set[str]:
    """Return the cases of which the registry took up a head from entry `old` until before `end`."""
    found = set()
    for start in range(old, end, AT_ONCE):
        for raw in queries.entries(session, REGISTRY, start, min(start + AT_ONCE, end)):
            if HEAD_OF_A_CASE in raw and (says := parse(raw))["kind"] == "case.checkpoint":
                found.add(says["case"])
    return found


def _text(folder: Path) -> str:
    """Return the checkpoint that a folder shows, as it stands there; "" where there is none."""
    try:
        return (folder / "checkpoint").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _changed_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _shown(folder: Path) -> note.Checkpoint | None:
    """Return what a folder's checkpoint says; None where there is none, or none to be read."""
    try:
        return note.Checkpoint.parsed(_text(folder).partition("\n\n")[0] + "\n")
    except note.BadNote:
        return None


def _check(
    session: Session, log: str, shown: note.Checkpoint, end: queries.Head, folder: Path
) -> None:
    """Raise AnotherLog unless what is published continues what the folder shows."""
    root = b""
    if shown.size <= end.size:
        root = tilestore.tree(session, log, end.size).root(0, shown.size)
    if shown.size and root != shown.root:
        raise AnotherLog(
            f"The folder {folder} shows the log {log} at size {shown.size}, and what is published "
            "does not continue it. Was an older backup put back? The folder stays as it is. Bring "
            "back the newer database, or move the folder away if this is a new beginning."
        )


def _keep_hashes(log: str) -> None:
    """Keep the hashes above the leaves, up to what is published, a few in each transaction."""
    more = True
    while more:
        with unit_of_work(writing=False) as work:
            end = queries.published(work.session, log)
            if end is None or tilestore.is_kept(work.session, log, end.size):
                return
        with unit_of_work() as work:
            more = tilestore.keep(work.session, log, end.size)


@contextmanager
def _alone(home: Path, wait: bool) -> Iterator[bool]:
    """Hold the folder; yield whether nobody else does, which one may wait for. It is let go when
    the process ends, too."""
    with open(home / "tiles.lock", "a", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


def _write(path: Path, content: bytes, at: datetime | None = None) -> None:
    """Write a file for everybody, whole or not at all; `_settle` waits until the disk has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, content, mode=READERS, at=at, settled=False)


def _settle(written: list[Path], home: Path) -> None:
    """Wait until the disk has the names of these files, and of the folders they lie in."""
    folders = {folder for path in written for folder in path.parents} - set(home.parents)
    for folder in sorted(folders, reverse=True):
        sync(folder)
