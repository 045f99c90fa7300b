"""What people bring back that we signed: which of our logs it names, and whether we wrote it."""

from collections.abc import Iterator
from contextlib import contextmanager

from audit import keys, note
from audit.forms import REF
from audit.keys import REGISTRY
from kernel.errors import N_, Conflict, Malformed
from kernel.settings import Settings


def log_named(settings: Settings, text: str) -> str | None:
    """Return the log of ours that the first line of a text names: a case, the registry, or none."""
    name = text.split("\n", 1)[0]
    if name == keys.origin(settings, REGISTRY):
        return REGISTRY
    ref = name.removeprefix(keys.origin(settings, ""))
    return ref if ref != name and REF.fullmatch(ref) else None


@contextmanager
def held_to_our_key() -> Iterator[None]:
    """Say in words why a signature cannot be checked: raises Conflict where our key is lost, and
    Malformed where it is not ours."""
    try:
        yield
    except keys.LostKey:
        raise Conflict(
            N_(
                "The key of our log is not here now, so this page cannot check what we signed. "
                "Whoever holds the log's verifier key can."
            )
        ) from None
    except note.BadNote:
        raise Malformed(
            N_(
                "The signature does not fit: a line is missing, this was changed, or we did not "
                "write it."
            )
        ) from None
