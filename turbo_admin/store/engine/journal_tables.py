"""The table of who did what."""

from datetime import datetime

from sqlalchemy import (
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from turbo_admin.store.engine.table_base import Base, Counter, IdText


class JournalTable(Base):
    """Who did what, when. Ids only: names are looked up when it is shown, so erasing a person never breaks it."""

    __tablename__ = "journal"
    id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str] = mapped_column(index=True)
    workstation: Mapped[str] = mapped_column(index=True)
    what: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(IdText, index=True)
    other: Mapped[str] = mapped_column(IdText, default="", index=True)
