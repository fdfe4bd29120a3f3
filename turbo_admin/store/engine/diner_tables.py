"""Tables of diners, their cards, and the imports they came from."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from turbo_admin.store.engine.table_base import Base, Counter, IdText, UaiText


class DinerTable(Base):
    """Anyone with a card. Never deleted: one who leaves is marked so.

    `left_at` is when it was first said that a diner has left, by the database's clock. `rev` is the school's
    `roster_rev` at the last change: a roster in memory is brought up to date with the greater ones only.
    """

    __tablename__ = "diner"
    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    uai: Mapped[str] = mapped_column(UaiText, ForeignKey("school.uai"))
    external_id: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str]
    first_name: Mapped[str]
    class_name: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="élève")
    card: Mapped[str] = mapped_column(String(16), default="")
    left: Mapped[bool] = mapped_column(default=False)
    left_at: Mapped[datetime | None]
    search: Mapped[str] = mapped_column(default="")
    emails: Mapped[list[Any]] = mapped_column(default=list)
    ine: Mapped[str] = mapped_column(String(11), default="")
    elenoet: Mapped[str] = mapped_column(default="")
    birth: Mapped[str] = mapped_column(String(10), default="")
    regime: Mapped[str] = mapped_column(default="")
    used_name: Mapped[str] = mapped_column(default="")
    external_kind: Mapped[str] = mapped_column(default="")
    rev: Mapped[int] = mapped_column(Counter, default=0)
    __table_args__ = (
        Index(None, "uai", "card"),
        Index(None, "uai", "external_id"),
        Index(None, "uai", "rev"),
    )


class DinerCardTable(Base):
    """A card of a diner beside the one in `diner.card`: another one in use, or, once `until_at` is set, a former one."""

    __tablename__ = "diner_card"
    id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    diner_id: Mapped[str] = mapped_column(IdText, ForeignKey("diner.id"), index=True)
    card: Mapped[str] = mapped_column(String(16))
    noted_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(String(16), default="")


class DinerAddressTable(Base):
    """What was last decided of an address of a diner: typed by a clerk, or taken away.

    `mark` is a digest of diner and address: an address that was taken away is known again by it, and read by nobody.
    """

    __tablename__ = "diner_address"
    diner_id: Mapped[str] = mapped_column(IdText, ForeignKey("diner.id"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(32), primary_key=True)
    decision: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    who: Mapped[str]
    __table_args__ = (CheckConstraint("decision IN ('typed', 'removed')", name="decision"),)


class DinerImportTable(Base):
    """An import of diners: what it did, and whether it was undone."""

    __tablename__ = "diner_import"
    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    uai: Mapped[str] = mapped_column(UaiText, ForeignKey("school.uai"))
    at: Mapped[datetime]
    who: Mapped[str]
    workstation: Mapped[str]
    files: Mapped[list[Any]] = mapped_column(default=list)
    created: Mapped[int]
    changed: Mapped[int]
    left: Mapped[int]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        Index(None, "uai", "at"),
        CheckConstraint('created >= 0 AND changed >= 0 AND "left" >= 0', name="numbers"),
    )


class DinerImportLineTable(Base):
    """What an import did to one diner, as long as it can be undone.

    `before` holds the former values of what changed, nothing for a diner that it created; `after` is a digest of what
    it wrote.
    """

    __tablename__ = "diner_import_line"
    import_id: Mapped[str] = mapped_column(IdText, ForeignKey("diner_import.id"), primary_key=True)
    diner_id: Mapped[str] = mapped_column(IdText, ForeignKey("diner.id"), primary_key=True)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[str] = mapped_column(String(64))


class ImportProfileTable(Base):
    """What the columns of a table hold, as the clerk has said once; `id` is a digest of its titles."""

    __tablename__ = "import_profile"
    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    name: Mapped[str]
    fields: Mapped[list[Any]] = mapped_column(default=list)
    saved_at: Mapped[datetime]
    saved_by: Mapped[str]


class ImportAnswerTable(Base):
    """What the clerk said of a number in a kind of file: whether it designates the same persons as before."""

    __tablename__ = "import_answer"
    uai: Mapped[str] = mapped_column(UaiText, primary_key=True)
    kind: Mapped[str] = mapped_column(IdText, primary_key=True)
    doubt: Mapped[str] = mapped_column(String(40), primary_key=True)
    answer: Mapped[str] = mapped_column(String(10))
    import_id: Mapped[str] = mapped_column(IdText)
    said_at: Mapped[datetime]
    said_by: Mapped[str]
    __table_args__ = (CheckConstraint("answer IN ('autres', 'memes')", name="answer"),)
