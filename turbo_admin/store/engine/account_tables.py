"""Tables of accounts, of the diners they hold, and of the sheets that hand them over."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from turbo_admin.store.engine.table_base import Base, Counter, IdText, UaiText

_OPEN_WITH_EMAIL = "email_key <> '' AND state <> 'closed'"


class AccountTable(Base):
    """A person's account: a login and the diners it holds. No password is ever here.

    `last_sign_in_at` is the first sign-in of the last day on which there was one; `mail_problem` why the last mail to
    its address came back, whatever it was about. `generation` is the seq of the event by which the family last chose a
    password, `family_rev` of the last by which it changed its address or closed its account, as far as this office has
    heard. `last_number` is the greatest number of its sheets; `ended`, `sessions_ended` and `own_ended` are those of
    `protocol.states.AccountState`.
    """

    __tablename__ = "account"
    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    uai: Mapped[str] = mapped_column(UaiText, ForeignKey("school.uai"))
    login: Mapped[str] = mapped_column(String(40))
    email: Mapped[str] = mapped_column(default="")
    email_key: Mapped[str] = mapped_column(default="")
    salt: Mapped[bytes]
    generation: Mapped[int] = mapped_column(Counter, default=0)
    state: Mapped[str] = mapped_column(String(16), default="open")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    activated_at: Mapped[datetime | None]
    last_sign_in_at: Mapped[datetime | None]
    mail_problem: Mapped[str] = mapped_column(default="")
    family_rev: Mapped[int] = mapped_column(Counter, default=0)
    last_number: Mapped[int] = mapped_column(Counter, default=0)
    ended: Mapped[int] = mapped_column(Counter, default=0)
    sessions_ended: Mapped[int] = mapped_column(Counter, default=0)
    own_ended: Mapped[int] = mapped_column(Counter, default=0)
    __table_args__ = (
        UniqueConstraint("uai", "login"),
        Index(None, "uai", "email_key"),
        Index(
            "uq_account_open_email",
            "uai",
            "email_key",
            unique=True,
            sqlite_where=text(_OPEN_WITH_EMAIL),
            postgresql_where=text(_OPEN_WITH_EMAIL),
        ),
        CheckConstraint("state IN ('open', 'blocked', 'closed')", name="state"),
        CheckConstraint("generation >= 0 AND family_rev >= 0", name="counters"),
        CheckConstraint("ended >= 0 AND ended <= last_number", name="numbers"),
        CheckConstraint("sessions_ended >= 0 AND own_ended >= 0", name="ends"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
    )


class AccountDinerTable(Base):
    """Which diners an account holds; many to many. `given_by` is the sheet that gave the diner, empty when unknown."""

    __tablename__ = "account_diner"
    account_id: Mapped[str] = mapped_column(IdText, ForeignKey("account.id"), primary_key=True)
    diner_id: Mapped[str] = mapped_column(IdText, ForeignKey("diner.id"), primary_key=True, index=True)
    given_by: Mapped[str] = mapped_column(IdText, default="")


class SheetTable(Base):
    """A provisional password on its way to a family: the paper, the mail, and how far they have come.

    `secret` is readable by one PC's keyring only, and gone once handed over or used. `number` counts the sheets of an
    account; `password_hash` (argon2id) is what the portal is sent of the password, kept until it is used or ended.
    `portal_refusal` is why the portal has not taken it, empty when it has.
    """

    __tablename__ = "sheet"
    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    batch_id: Mapped[str] = mapped_column(IdText, index=True)
    place: Mapped[int]
    uai: Mapped[str] = mapped_column(UaiText, ForeignKey("school.uai"))
    account_id: Mapped[str] = mapped_column(IdText, ForeignKey("account.id"), index=True)
    reference: Mapped[str] = mapped_column(String(20))
    secret: Mapped[bytes | None]
    link_hash: Mapped[str] = mapped_column(String(64))
    number: Mapped[int] = mapped_column(Counter)
    password_hash: Mapped[str] = mapped_column(default="")
    generation: Mapped[int] = mapped_column(Counter)
    asker: Mapped[str] = mapped_column(String(16))
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(default="")
    workstation: Mapped[str] = mapped_column(default="")
    printed_at: Mapped[datetime | None]
    handed_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    refused: Mapped[str] = mapped_column(default="")
    portal_refusal: Mapped[str] = mapped_column(default="")
    mail_id: Mapped[str] = mapped_column(IdText, default="", index=True)
    mail_to: Mapped[str] = mapped_column(default="")
    mail_state: Mapped[str] = mapped_column(String(16), default="")
    mail_reason: Mapped[str] = mapped_column(default="")
    mail_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("asker IN ('connu', 'confirmé', 'à vérifier')", name="asker"),
        CheckConstraint("mail_state IN ('', 'queued', 'sent', 'retry', 'failed')", name="mail_state"),
        CheckConstraint("generation >= 0", name="generation"),
        UniqueConstraint("account_id", "number"),
        CheckConstraint("number >= 1", name="number"),
    )
