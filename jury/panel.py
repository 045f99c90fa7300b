"""Who sits: the draw's rows, and after them each replacement in its order."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from jury.sortition import Disposition, Row

Replacement = tuple[int, int | None]  # (seat, who sits there now)


@dataclass(frozen=True)
class Panel:
    """Seat number to the ord that sits there (None: empty), and the alternates not yet called."""

    seats: dict[int, int | None] = field(default_factory=dict)
    alternates: tuple[int, ...] = ()

    @property
    def sitting(self) -> list[int]:
        """The ords that hold a seat, in the order of the seats."""
        return [ord for _number, ord in sorted(self.seats.items()) if ord is not None]

    @property
    def voters(self) -> list[int]:
        """All who may come to cast a ballot: those who sit, and the alternates left."""
        return [*self.sitting, *self.alternates]

    def replaced(self, seat: int, ord: int | None) -> "Panel":
        """Return the panel after `seat` went to `ord`; raises KeyError for no such seat."""
        if seat not in self.seats:
            raise KeyError(seat)
        left = tuple(other for other in self.alternates if other != ord)
        return replace(self, seats={**self.seats, seat: ord}, alternates=left)


def drawn(rows: Iterable[Row]) -> Panel:
    """Return the panel that a draw's rows make: seats from 1 in the order of the rows."""
    rows = list(rows)
    seated = [ord for _j, ord, what in rows if what == Disposition.SEATED]
    alternates = [ord for _j, ord, what in rows if what == Disposition.ALTERNATE]
    return Panel(dict(enumerate(seated, start=1)), tuple(alternates))


def panel_after(rows: Iterable[Row], replacements: Iterable[Replacement]) -> Panel:
    """Return who sits after `replacements`, in their order."""
    panel = drawn(rows)
    for seat, ord in replacements:
        panel = panel.replaced(seat, ord)
    return panel
