"""« Édition des identifiants »: the sheets of a batch with their delivery states."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from turbo_admin.core.french import PARIS, full_name
from turbo_admin.core.matching.requester import RequesterStatus
from turbo_admin.core.matching.spellings import fold
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.sheets.delivery import BY_MAIL, Delivery, can_be_mailed, delivery_of
from turbo_admin.office.sheets.people import People, people_of
from turbo_admin.outside.paper.credential_sheet import sheet_order
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import SheetRecord


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A person of the list on the left.

    Attributes:
        names: one a diner, « MARTIN Léa ».
        delivery_text: the delivery state in full, « rejeté : boîte inconnue », « envoyé le 19/11 18:02 ».
        readable: whether this PC can still print the password.
        mail_proposed: whether « Envoyer par E-Mail » ticks it.
        search: all that a search looks in, folded.
    """

    id: str
    batch_id: str
    account_id: str
    uai: str
    login: str
    names: tuple[str, ...]
    class_name: str
    email: str
    asker: RequesterStatus
    delivery: Delivery
    delivery_text: str
    printed: bool
    readable: bool
    mail_proposed: bool
    created_at: datetime
    expires_on: date
    search: str


@dataclass(frozen=True, slots=True)
class Batch:
    """The sheets of one act of issuing."""

    id: str
    created_at: datetime
    who: str
    sheets: int


@needs(Right.CONSULT)
def batches(desk: Desk, limit: int = 50) -> list[Batch]:
    """Return the batches, latest first."""
    with desk.database.read() as session:
        return [Batch(*line) for line in stored_sheets.batches(session, limit)]


@needs(Right.CONSULT)
def lines_to_hand(desk: Desk) -> list[SheetLine]:
    """Return the sheets that are to be handed over on paper, by class then name: those mailed only if that failed."""
    return [line for line in sheet_lines(desk) if line.delivery not in BY_MAIL]


@needs(Right.CONSULT)
def sheet_lines(
    desk: Desk, batch_id: str | None = None, *, account_ids: Collection[str] | None = None
) -> list[SheetLine]:
    """Return sheets, by class then name.

    Args:
        batch_id: of a batch; None gives all that are not handed over yet.
        account_ids: all that these accounts have had instead, oldest first for each.
    """
    with desk.database.read() as session:
        if account_ids is None:
            records = stored_sheets.sheets(session, batch_id)
        else:
            records = [
                sheet for one in account_ids for sheet in stored_sheets.sheets_of_account(session, one)
            ]
        people = people_of(session, records)
    now = desk.now()
    ordered = sorted(records, key=lambda record: _order(record, people))
    return [_line(record, people, now, desk.workstation) for record in ordered]


def _order(record: SheetRecord, people: People) -> tuple[object, ...]:
    # The order of printing: sheets are handed out class by class.
    held = people.diners[record.account_id]
    first = held[0] if held else None
    return (
        sheet_order(first.class_name, first.last_name, first.first_name) if first else sheet_order("", "", "")
    )


def _line(record: SheetRecord, people: People, now: datetime, workstation: str) -> SheetLine:
    held, account = people.diners[record.account_id], people.accounts[record.account_id]
    delivery, text = delivery_of(record)
    names = tuple(full_name(diner.last_name, diner.first_name) for diner in held)
    class_name = held[0].class_name if held else ""
    asker = RequesterStatus(record.asker)
    return SheetLine(
        id=record.id,
        batch_id=record.batch_id,
        account_id=record.account_id,
        uai=record.uai,
        login=account.login,
        names=names,
        class_name=class_name,
        email=account.email,
        asker=asker,
        delivery=delivery,
        delivery_text=text,
        printed=record.printed_at is not None,
        # The same conditions as `printing`: the password is there, valid, and encrypted with this PC's key.
        readable=record.secret is not None
        and not record.refused
        and not record.portal_refusal
        and record.workstation == workstation
        and record.expires_at > now,
        # An unverified address is never proposed: the mail could give access to somebody else.
        mail_proposed=can_be_mailed(record, account) and asker is not RequesterStatus.UNVERIFIED,
        created_at=record.created_at,
        expires_on=record.expires_at.astimezone(PARIS).date(),
        search=fold(" ".join((*names, class_name, account.login, account.email, text))),
    )
