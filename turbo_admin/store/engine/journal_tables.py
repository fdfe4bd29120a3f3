"""The table of who did what."""

from datetime import datetime

from sqlalchemy import (
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from turbo_admin.store.engine.table_base import Base, IdText


class JournalTable(Base):
    """Who did what, when. Ids only: names are looked up when it is shown, so erasing a person never breaks it."""

    __tablename__ = "journal"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    who: Mapped[str]
    workstation: Mapped[str]
    what: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(IdText, index=True)
    other: Mapped[str] = mapped_column(IdText, default="")
