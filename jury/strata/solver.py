"""HiGHS, which solves linear and whole-number programs; an extra, loaded when it is used."""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from kernel.errors import N_, Conflict

if TYPE_CHECKING:
    from highspy import Highs


SECONDS = 30  # for all rounds of one program; the slowest of a roll of ours take a few
TOO_LONG = N_(
    "The fairest lottery could not be found in time. Loosen the quotas, or draw without any."
)


def is_there() -> bool:
    """Whether stratified panels can be drawn here."""
    return find_spec("highspy") is not None


def check_is_there() -> None:
    """Raise Conflict where no stratified panel can be drawn."""
    if not is_there():
        raise Conflict(N_("Stratified panels need the package highspy; it is not installed."))


class Program:
    """A program of columns and rows, to be solved again and again with other costs.

    Whatever HiGHS says in floats is rounded or held against whole numbers by those who ask.
    """

    def __init__(self) -> None:
        check_is_there()
        self.highs = _silent()
        for option, value in {
            "threads": 1,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": 0.0,
            "mip_feasibility_tolerance": 1e-9,
            "primal_feasibility_tolerance": 1e-9,
            "dual_feasibility_tolerance": 1e-9,
        }.items():
            self.highs.setOptionValue(option, value)

    def column(
        self, cost: float, most: float, rows: Sequence[int] = (), values: Sequence[float] = ()
    ) -> None:
        """Add a number from 0 to `most`, with its values in rows that are there already."""
        self.highs.addCol(cost, 0, most, len(rows), list(rows), list(values))

    def whole(self, cost: float, most: int) -> None:
        """Add a whole number from 0 to `most`."""
        from highspy import HighsVarType

        self.column(cost, most)
        self.highs.changeColIntegrality(self.highs.getNumCol() - 1, HighsVarType.kInteger)

    def row(
        self, least: float, most: float, columns: Sequence[int], values: Sequence[float]
    ) -> None:
        """Ask that the sum of the columns' values lies between `least` and `most`."""
        self.highs.addRow(least, most, len(columns), list(columns), list(values))

    def cost(self, costs: Sequence[float]) -> None:
        """Give the first columns other costs."""
        self.highs.changeColsCost(len(costs), list(range(len(costs))), list(costs))

    def lowest(self) -> list[float] | None:
        """Return the columns that cost least; None where no columns keep all rows.

        Raises Conflict when the time is over: what was found by then is no result.
        """
        from highspy import HighsModelStatus

        # HiGHS holds each run against the limit, and counts the time of all.
        self.highs.setOptionValue("time_limit", max(0.0, SECONDS - self.highs.getRunTime()))
        self.highs.run()
        status = self.highs.getModelStatus()
        if status == HighsModelStatus.kInfeasible:
            return None
        if status == HighsModelStatus.kTimeLimit:
            raise Conflict(TOO_LONG)
        if status != HighsModelStatus.kOptimal:
            raise RuntimeError(f"HiGHS ended as {self.highs.modelStatusToString(status)}")
        return list(self.highs.getSolution().col_value)

    def duals(self) -> list[float]:
        """Return what it would cost to ask of each row a little more."""
        return list(self.highs.getSolution().row_dual)


def _silent() -> "Highs":
    from highspy import Highs

    class Silent(Highs):
        """It prints its licence as soon as it sets up callbacks, which nobody here needs."""

        def enableCallbacks(self) -> None:  # noqa: N802 its name there
            self.silent()

    made: Highs = Silent()  # type: ignore[no-untyped-call]
    return made
