"""Rows of the figures: sums over first sittings, by question of an item version."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, UtcDateTime
from quiz.models.bank import ItemId


class SumsRow(Base):
    """What first sittings came to on one question (`quiz.analysis`): integers, nothing rounded.

    part: which question of a case, from 0. answers: how many sittings are in it.
    """

    __tablename__ = "item_sums"

    item: Mapped[str] = mapped_column(ItemId, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    answers: Mapped[int]
    sums: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


class Recount(Base):
    """A full recount of the figures, as each day has one, and each item action that is applied.

    equal: whether the sums that stood were the same. actions: how many item actions it counted by;
    where they are no more than those of the recount before, nothing explains other sums.
    """

    __tablename__ = "figures_recount"

    at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    sittings: Mapped[int]
    equal: Mapped[bool]
    actions: Mapped[int]
