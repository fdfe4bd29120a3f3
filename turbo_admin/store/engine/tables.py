"""The office's tables. Times are UTC; ids are text; a school's key is its UAI, at the portal too."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time. SQLite has no time zones, so it is stored there without and read back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store as UTC."""
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's form)
        """Read as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it so)
        datetime: UtcDateTime,
        str: Text,
        bytes: LargeBinary,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


Uai = String(8)
Id = String(64)
# What counts for years. SQLite's integers have 64 bits anyway, and only INTEGER numbers its rows by itself.
Counter = BigInteger().with_variant(Integer(), "sqlite")


def _check(name: str, condition: str) -> CheckConstraint:
    return CheckConstraint(condition, name=name)


class OfficeRow(Base):
    """The database itself: its epoch, and the counter that orders what the portal is told."""

    __tablename__ = "office"
    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[str] = mapped_column(Id)
    last_rev: Mapped[int] = mapped_column(Counter, default=0)
    created_at: Mapped[datetime]
    __table_args__ = (_check("counters", "last_rev >= 0"),)


class SchoolRow(Base):
    """An establishment, and where its exchange with the portal stands.

    `cursor_event` is the id of the event at `cursor_seq`. The portal's greatest rev lies between `told_rev`, which it
    has answered for, and `sent_rev`, beyond which nothing has ever been sent: outside, one of the two is an older
    copy of itself.
    """

    __tablename__ = "school"
    uai: Mapped[str] = mapped_column(Uai, primary_key=True)
    name: Mapped[str]
    site_code: Mapped[str] = mapped_column(String(4), default="")
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    portal_url: Mapped[str] = mapped_column(default="")
    public_url: Mapped[str] = mapped_column(default="")
    portal_epoch: Mapped[str] = mapped_column(Id, default="")
    mail_public_key: Mapped[bytes] = mapped_column(default=b"")
    cursor_seq: Mapped[int] = mapped_column(Counter, default=0)
    cursor_event: Mapped[str] = mapped_column(Id, default="")
    sent_rev: Mapped[int] = mapped_column(Counter, default=0)
    told_rev: Mapped[int] = mapped_column(Counter, default=0)
    paired_at: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    roster_rev: Mapped[int] = mapped_column(Counter, default=0)
    settings_told: Mapped[str] = mapped_column(default="", server_default="")
    __table_args__ = (
        _check("counters", "cursor_seq >= 0 AND sent_rev >= 0 AND told_rev >= 0 AND roster_rev >= 0"),
    )


class DinerRow(Base):
    """Anyone with a card. Never deleted: one who leaves is marked so.

    `left_at` is when it was first said that a diner has left, by the database's clock. `rev` is the school's `roster_rev` at the last change: who keeps the roster in memory asks for greater ones only.
    """

    __tablename__ = "diner"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    uai: Mapped[str] = mapped_column(Uai, ForeignKey("school.uai"))
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


class DinerCardRow(Base):
    """A card of a diner beside the one in `diner.card`: another one in use, or, once `until_at` is set, a former one."""

    __tablename__ = "diner_card"
    id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    diner_id: Mapped[str] = mapped_column(Id, ForeignKey("diner.id"), index=True)
    card: Mapped[str] = mapped_column(String(16))
    noted_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(String(16), default="")


class DinerImportRow(Base):
    """An import of diners: what it did, and whether it was undone."""

    __tablename__ = "diner_import"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    uai: Mapped[str] = mapped_column(Uai, ForeignKey("school.uai"))
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
        _check("numbers", 'created >= 0 AND changed >= 0 AND "left" >= 0'),
    )


class DinerImportLineRow(Base):
    """What an import did to one diner, as long as it can be undone.

    `before` holds the former values of what changed, nothing for a diner that it created; `after` is a digest of what
    it wrote.
    """

    __tablename__ = "diner_import_line"
    import_id: Mapped[str] = mapped_column(Id, ForeignKey("diner_import.id"), primary_key=True)
    diner_id: Mapped[str] = mapped_column(Id, ForeignKey("diner.id"), primary_key=True)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[str] = mapped_column(String(64))


class ImportProfileRow(Base):
    """What the columns of a table hold, as the clerk has said once; `id` is a digest of its titles."""

    __tablename__ = "import_profile"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    fields: Mapped[list[Any]] = mapped_column(default=list)
    saved_at: Mapped[datetime]
    saved_by: Mapped[str]


class ImportAnswerRow(Base):
    """What the clerk said of a number in a kind of file: whether it designates the same persons as before."""

    __tablename__ = "import_answer"
    uai: Mapped[str] = mapped_column(Uai, primary_key=True)
    kind: Mapped[str] = mapped_column(Id, primary_key=True)
    doubt: Mapped[str] = mapped_column(String(40), primary_key=True)
    answer: Mapped[str] = mapped_column(String(10))
    import_id: Mapped[str] = mapped_column(Id)
    said_at: Mapped[datetime]
    said_by: Mapped[str]
    __table_args__ = (_check("answer", "answer IN ('autres', 'memes')"),)


class RequestRow(Base):
    """A request for an account: as typed, what the matching says of it, and what became of it."""

    __tablename__ = "account_request"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    uai: Mapped[str] = mapped_column(Uai, ForeignKey("school.uai"))
    card: Mapped[str]
    last_name: Mapped[str]
    first_name: Mapped[str]
    email: Mapped[str]
    corrected_email: Mapped[str] = mapped_column(default="")
    mail_problem: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(16), default="open")
    diner_id: Mapped[str | None] = mapped_column(Id, ForeignKey("diner.id"), index=True)
    chosen_by: Mapped[str] = mapped_column(default="")
    degree: Mapped[str] = mapped_column(String(16), default="aucune")
    alerts: Mapped[list[Any]] = mapped_column(default=list)
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    candidates: Mapped[list[Any]] = mapped_column(default=list)
    account_id: Mapped[str | None] = mapped_column(Id, ForeignKey("account.id"), index=True)
    dealt_at: Mapped[datetime | None]
    dealt_by: Mapped[str] = mapped_column(default="")
    search: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        Index(None, "uai", "state"),
        _check("state", "state IN ('open', 'issued', 'refused')"),
        _check("degree", "degree IN ('certaine', 'probable', 'ambiguë', 'aucune')"),
    )


_OPEN_WITH_EMAIL = "email_key <> '' AND state <> 'closed'"


class AccountRow(Base):
    """A person's account: an identifiant and the diners it holds. No password is ever here.

    `last_sign_in_at` is the first sign-in of the last day on which there was one; `mail_problem` why the last mail to
    its address came back, whatever it was about; `family_rev` how many of the family's own changes of address, and
    closings, this office has heard of.
    """

    __tablename__ = "account"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    uai: Mapped[str] = mapped_column(Uai, ForeignKey("school.uai"))
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
        _check("state", "state IN ('open', 'blocked', 'closed')"),
        _check("counters", "generation >= 0 AND family_rev >= 0"),
        _check("closed", "(state = 'closed') = (closed_at IS NOT NULL)"),
    )


class AccountDinerRow(Base):
    """Which diners an account holds; many to many."""

    __tablename__ = "account_diner"
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("account.id"), primary_key=True)
    diner_id: Mapped[str] = mapped_column(Id, ForeignKey("diner.id"), primary_key=True, index=True)


class SheetRow(Base):
    """A provisional password on its way to a family: the paper, the mail, and how far they have come.

    `secret` is readable by one PC's keyring only, and gone once handed over or used.
    """

    __tablename__ = "sheet"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    batch_id: Mapped[str] = mapped_column(Id, index=True)
    place: Mapped[int]
    uai: Mapped[str] = mapped_column(Uai, ForeignKey("school.uai"))
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("account.id"), index=True)
    reference: Mapped[str] = mapped_column(String(20))
    secret: Mapped[bytes | None]
    link_hash: Mapped[str] = mapped_column(String(64))
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
    mail_id: Mapped[str] = mapped_column(Id, default="", index=True)
    mail_to: Mapped[str] = mapped_column(default="")
    mail_state: Mapped[str] = mapped_column(String(16), default="")
    mail_reason: Mapped[str] = mapped_column(default="")
    mail_at: Mapped[datetime | None]
    __table_args__ = (
        _check("asker", "asker IN ('connu', 'confirmé', 'à vérifier')"),
        _check("mail_state", "mail_state IN ('', 'queued', 'sent', 'retry', 'failed')"),
        _check("generation", "generation >= 0"),
    )


class PendingChangeRow(Base):
    """What the portal must still be told, one row a thing however often it was edited."""

    __tablename__ = "pending_change"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    rev: Mapped[int] = mapped_column(Counter)
    uai: Mapped[str] = mapped_column(Uai, ForeignKey("school.uai"))
    kind: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(Id)
    place: Mapped[int]
    body: Mapped[bytes]
    refused: Mapped[str] = mapped_column(default="")
    refused_message: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        UniqueConstraint("uai", "kind", "key"),
        Index(None, "uai", "refused", "place", "rev"),
        _check("rev", "rev >= 0"),
    )


class ReceivedEventRow(Base):
    """An event that the portal told; hearing it twice changes nothing.

    One of a kind that this version does not know keeps its body and waits, `applied` false, for the next version.
    """

    __tablename__ = "received_event"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    uai: Mapped[str] = mapped_column(Uai, ForeignKey("school.uai"))
    seq: Mapped[int] = mapped_column(Counter)
    kind: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    applied: Mapped[bool]
    body: Mapped[bytes | None]
    __table_args__ = (Index(None, "applied"), _check("seq", "seq > 0"))


class SyncRunRow(Base):
    """A line of the sync journal: one school in one run. Without an end it was cut, and is never called done.

    `kinds` says how many of each kind were received, sent and refused: {"received": {kind: number}, …}.
    """

    __tablename__ = "sync_run"
    id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    run_id: Mapped[str] = mapped_column(Id, index=True)
    uai: Mapped[str] = mapped_column(Uai, ForeignKey("school.uai"))
    who: Mapped[str]
    workstation: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    received: Mapped[int] = mapped_column(default=0)
    sent: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    kinds: Mapped[dict[str, Any]] = mapped_column(default=dict)
    skew_minutes: Mapped[int] = mapped_column(default=0)
    error_code: Mapped[str] = mapped_column(default="")
    error: Mapped[str] = mapped_column(default="")


class LeaseRow(Base):
    """Who is doing what only one may do at a time, and until when at the latest."""

    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    holder: Mapped[str] = mapped_column(Id)
    workstation: Mapped[str]
    expires_at: Mapped[datetime]


class PcSettingRow(Base):
    """What one PC sets for itself: its proxy."""

    __tablename__ = "pc_setting"
    workstation: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)


class JournalRow(Base):
    """Who did what, when. Ids only: names are looked up when it is shown, so erasing a person never breaks it."""

    __tablename__ = "journal"
    id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str] = mapped_column(index=True)
    workstation: Mapped[str] = mapped_column(index=True)
    what: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(Id, index=True)
    other: Mapped[str] = mapped_column(Id, default="", index=True)
