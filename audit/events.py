"""What the audit room itself puts in the registry."""

from dataclasses import dataclass
from typing import ClassVar

from audit.event import Event


@dataclass(frozen=True)
class ExportTaken(Event):
    """Somebody took data out of the house.

    what: bundle or votes. form: zip, csv, jsonl or xlsx. case: the reference, or `all`.
    """

    kind: ClassVar[str] = "export.taken"

    what: str
    form: str
    case: str
