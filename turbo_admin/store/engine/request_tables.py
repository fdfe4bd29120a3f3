"""The table of account requests."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from turbo_admin.store.engine.table_base import Base, Counter, IdText, UaiText


class RequestTable(Base):
    """A request for an account: as typed, what the matching says of it, and what became of it.

    `decision` counts the office's decisions, `mailed_decision` is the last one whose mail must not leave again; `reason` is what a refusal says to the family; `sheet_id` is the sheet by
    which it was answered, empty for none; `asked_by` is the id of the signed-in account that asked, which this base may
    not have, empty for a visitor.
    `match_due` counts how often its match went out of date, `match_done` is the count that the stored match covers: one
    behind is matched again; 0 means received and never matched. Neither ever decreases, so that a match computed before
    a change cannot pass for one computed after it.
    """

    __tablename__ = "account_request"
    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    uai: Mapped[str] = mapped_column(UaiText, ForeignKey("school.uai"))
    card: Mapped[str]
    last_name: Mapped[str]
    first_name: Mapped[str]
    email: Mapped[str]
    corrected_email: Mapped[str] = mapped_column(default="")
    mail_problem: Mapped[str] = mapped_column(default="")
    trapped: Mapped[bool] = mapped_column(default=False)
    asked_by: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(16), default="open")
    diner_id: Mapped[str | None] = mapped_column(IdText, ForeignKey("diner.id"), index=True)
    chosen_by: Mapped[str] = mapped_column(default="")
    degree: Mapped[str] = mapped_column(String(16), default="aucune")
    alerts: Mapped[list[Any]] = mapped_column(default=list)
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    candidates: Mapped[list[Any]] = mapped_column(default=list)
    account_id: Mapped[str | None] = mapped_column(IdText, ForeignKey("account.id"), index=True)
    dealt_at: Mapped[datetime | None]
    dealt_by: Mapped[str] = mapped_column(default="")
    decision: Mapped[int] = mapped_column(Counter, default=0)
    reason: Mapped[str] = mapped_column(default="")
    mailed_decision: Mapped[int] = mapped_column(Counter, default=0)
    sheet_id: Mapped[str] = mapped_column(IdText, default="", index=True)
    search: Mapped[str] = mapped_column(default="")
    match_due: Mapped[int] = mapped_column(Counter, default=1)
    match_done: Mapped[int] = mapped_column(Counter, default=1)
    __table_args__ = (
        Index(None, "uai", "state"),
        # Almost always empty: finding out that nothing is out of date reads no row.
        Index(
            "ix_account_request_outdated",
            "uai",
            sqlite_where=text("match_done < match_due"),
            postgresql_where=text("match_done < match_due"),
        ),
        CheckConstraint("match_done >= 0 AND match_done <= match_due", name="match"),
        CheckConstraint("state IN ('open', 'issued', 'refused')", name="state"),
        CheckConstraint("decision >= 0 AND mailed_decision >= 0", name="decision"),
        CheckConstraint("degree IN ('certaine', 'probable', 'ambiguë', 'aucune')", name="degree"),
    )
