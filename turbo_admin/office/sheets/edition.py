"""« Édition des identifiants »: the sheets of a batch, printed, saved, handed over, and how far each has come."""

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy.orm import Session

from turbo_admin.core.credentials.sealing import open_sheet
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import PARIS, full_name, short_time
from turbo_admin.core.matching.asker import Asker
from turbo_admin.office.desk.context import Desk, Report, silent
from turbo_admin.office.settings.school_settings import of_record
from turbo_admin.office.settings.schools import family_url
from turbo_admin.office.sheets.records import WITHDRAWN, known_sheets
from turbo_admin.outside.paper.credential_sheet import Sheet, SheetSchool, sheet_order, write_sheets
from turbo_admin.outside.paper.poster import write_poster
from turbo_admin.store import accounts, diners, schools
from turbo_admin.store.engine.records import AccountRecord, DinerRecord, SheetRecord
from turbo_admin.store.engine.school_record import SchoolRecord

_LAYING_OUT = "Mise en page des fiches"


class Delivery(StrEnum):
    """How far a sheet has come."""

    TO_HAND = "à remettre"
    PRINTED = "imprimé"
    HANDED = "remis"
    MAIL_WAITING = "en attente"
    MAILED = "envoyé"
    MAIL_RETRY = "nouvel essai"
    REJECTED = "rejeté"
    CONNECTED = "connecté"
    REPLACED = "remplacé"
    WITHDRAWN = "retiré"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A person of the list on the left.

    Attributes:
        names: one a diner, « MARTIN Léa ».
        delivery_text: the same in full, « rejeté : boîte inconnue », « envoyé le 19/11 18:02 ».
        readable: whether this PC can still print the password.
        mail_proposed: « Envoyer par E-Mail » ticks it by itself.
    """

    id: str
    batch_id: str
    account_id: str
    uai: str
    login: str
    names: tuple[str, ...]
    class_name: str
    email: str
    asker: Asker
    delivery: Delivery
    delivery_text: str
    printed: bool
    readable: bool
    mail_proposed: bool
    created_at: datetime
    expires_on: date


@dataclass(frozen=True, slots=True)
class Batch:
    """One pressing of « Générer »."""

    id: str
    created_at: datetime
    who: str
    sheets: int


@dataclass(frozen=True, slots=True)
class People:
    """What sheets speak of, looked up once."""

    accounts: Mapping[str, AccountRecord]
    diners: Mapping[str, Sequence[DinerRecord]]
    schools: Mapping[str, SchoolRecord]


def batches(desk: Desk, limit: int = 50) -> list[Batch]:
    """Return the batches, latest first."""
    with desk.database.read() as session:
        return [Batch(*line) for line in accounts.batches(session, limit)]


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
            records = accounts.sheets(session, batch_id)
        else:
            records = [sheet for one in account_ids for sheet in accounts.sheets_of_account(session, one)]
        people = people_of(session, records)
    now = desk.now()
    ordered = sorted(records, key=lambda record: _order(record, people))
    return [_line(record, people, now, desk.workstation) for record in ordered]


def people_of(session: Session, records: Sequence[SheetRecord]) -> People:
    """Look up the accounts, diners and schools of sheets."""
    known = accounts.accounts_by_id(session, {record.account_id for record in records})
    held = accounts.diners_of(session, known)
    found = diners.diners_by_id(session, {one for ids in held.values() for one in ids})
    by_account = {
        account: sorted((found[one] for one in ids), key=lambda diner: (diner.class_name, diner.last_name))
        for account, ids in held.items()
    }
    return People(known, by_account, {school.uai: school for school in schools.schools(session)})


def _order(record: SheetRecord, people: People) -> tuple[object, ...]:
    held = people.diners[record.account_id]
    first = held[0] if held else None
    return (
        sheet_order(first.class_name, first.last_name, first.first_name) if first else sheet_order("", "", "")
    )


def _line(record: SheetRecord, people: People, now: datetime, workstation: str) -> SheetLine:
    held, account = people.diners[record.account_id], people.accounts[record.account_id]
    delivery, text = delivery_of(record)
    asker = Asker(record.asker)
    return SheetLine(
        id=record.id,
        batch_id=record.batch_id,
        account_id=record.account_id,
        uai=record.uai,
        login=account.login,
        names=tuple(full_name(diner.last_name, diner.first_name) for diner in held),
        class_name=held[0].class_name if held else "",
        email=account.email,
        asker=asker,
        delivery=delivery,
        delivery_text=text,
        printed=record.printed_at is not None,
        readable=record.secret is not None
        and not record.refused
        and record.workstation == workstation
        and record.expires_at > now,
        mail_proposed=can_be_mailed(record, account) and asker is not Asker.UNVERIFIED,
        created_at=record.created_at,
        expires_on=record.expires_at.astimezone(PARIS).date(),
    )


def can_be_mailed(record: SheetRecord, account: AccountRecord) -> bool:
    """Whether a mail may still be asked for: there is an address, a password, and no mail on its way."""
    if record.refused or record.secret is None:
        return False
    return bool(account.email) and record.mail_state in {"", "failed"}


def delivery_of(record: SheetRecord) -> tuple[Delivery, str]:
    """Say how far a sheet has come: in a word, and in full."""
    if record.used_at:
        return Delivery.CONNECTED, f"{Delivery.CONNECTED} le {short_time(record.used_at)}"
    if record.refused == "replaced":
        return Delivery.REPLACED, "remplacé par de nouveaux identifiants"
    if record.refused == WITHDRAWN:
        return Delivery.WITHDRAWN, "retiré : ces identifiants ne servent plus"
    if record.refused:
        return Delivery.REJECTED, f"refusé par le portail : {record.refused}"
    if record.mail_state == "failed":
        return Delivery.REJECTED, f"{Delivery.REJECTED}\u00a0: {record.mail_reason or 'raison inconnue'}"
    if record.mail_state == "retry":
        return (
            Delivery.MAIL_RETRY,
            f"{Delivery.MAIL_RETRY} prévu : {record.mail_reason or 'serveur injoignable'}",
        )
    if record.mail_state == "sent" and record.mail_at:
        return Delivery.MAILED, f"{Delivery.MAILED} le {short_time(record.mail_at)}"
    if record.mail_state:
        return Delivery.MAIL_WAITING, Delivery.MAIL_WAITING
    if record.handed_at:
        return Delivery.HANDED, f"{Delivery.HANDED} le {short_time(record.handed_at)}"
    if record.printed_at:
        return Delivery.PRINTED, f"{Delivery.PRINTED} le {short_time(record.printed_at)}"
    return Delivery.TO_HAND, Delivery.TO_HAND


def sheets_pdf(
    desk: Desk, sheet_ids: Sequence[str], *, separators: bool = False, report: Report = silent
) -> bytes:
    """Return the A4 pages of sheets, in the order given.

    Args:
        separators: whether a page of its own lies before each class.

    Raises:
        Refused: `sheet_of_another_pc`, `sheet_used`, `sheet_unknown`, `no_keyring`.
    """
    pages = sheet_pages(desk, sheet_ids)
    stream = io.BytesIO()
    write_sheets(
        stream,
        pages,
        _today(desk),
        report=lambda done, total: report(_LAYING_OUT, done, total),
        separators=separators,
    )
    return stream.getvalue()


def save_pdf(
    desk: Desk,
    sheet_ids: Sequence[str],
    path: Path | str,
    *,
    separators: bool = False,
    report: Report = silent,
) -> int:
    """Write the A4 pages of sheets to a file, whole or not at all, and note them as printed.

    Args:
        separators: whether a page of its own lies before each class.

    Returns:
        The number of sheets.

    Raises:
        Refused: as `sheets_pdf`; `file_not_written`, `disk_full`.
    """
    pages = sheet_pages(desk, sheet_ids)
    write_sheets(
        Path(path),
        pages,
        _today(desk),
        report=lambda done, total: report(_LAYING_OUT, done, total),
        separators=separators,
    )
    mark_printed(desk, sheet_ids)
    return len(pages)


def _today(desk: Desk) -> date:
    return desk.now().astimezone(PARIS).date()


def sheet_pages(desk: Desk, sheet_ids: Sequence[str]) -> list[Sheet]:
    """Return what stands on sheets, passwords in clear, in the order given.

    Raises:
        Refused: as `sheets_pdf`.
    """
    with desk.database.read() as session:
        epoch = schools.epoch(session)
        records = known_sheets(session, sheet_ids)
        people = people_of(session, records)
    key = desk.vault.sheet_key(epoch)
    now = desk.now()
    return [_page(record, people, key, now, desk.workstation) for record in records]


def _page(record: SheetRecord, people: People, key: bytes, now: datetime, workstation: str) -> Sheet:
    held, account = people.diners[record.account_id], people.accounts[record.account_id]
    names = ", ".join(full_name(diner.last_name, diner.first_name) for diner in held)
    if record.refused and record.secret is not None:
        raise Refused("sheet_refused", names=names)
    if record.secret is None or record.expires_at <= now:
        raise Refused("sheet_used", names=names)
    if record.workstation != workstation:
        raise Refused("sheet_of_another_pc")
    secret = open_sheet(record.secret, key)
    school = people.schools[record.uai]
    home = family_url(school.public_url, school.uai)
    return Sheet(
        school=sheet_school(school),
        diner_names=tuple((diner.last_name, diner.first_name) for diner in held),
        class_name=held[0].class_name if held else "",
        kind=held[0].kind if held else "élève",
        login=account.login,
        password=secret.password,
        link_url=f"{home}/activer/{secret.link_token}",
        expires=record.expires_at.astimezone(PARIS).date(),
        reference=record.reference,
    )


def sheet_school(school: SchoolRecord) -> SheetSchool:
    """Return the school as the paper shows it."""
    settings = of_record(school)
    lines = tuple(line.strip() for line in settings.address.splitlines() if line.strip())
    return SheetSchool(
        name=settings.name,
        uai=school.uai,
        address_lines=lines,
        phone=settings.phone,
        email=settings.email,
        town=_town(lines),
        portal_url=family_url(school.public_url, school.uai),
    )


def _town(lines: Sequence[str]) -> str:
    """Return the town of an address: what follows the postcode on its last line."""
    last = lines[-1].rpartition(",")[2].split() if lines else []
    while last and last[0].isdigit():
        last = last[1:]
    return " ".join(last)


def mark_printed(desk: Desk, sheet_ids: Sequence[str]) -> None:
    """Note that sheets came out of the printer; they can be printed again (a printer jams)."""
    with desk.database.write() as session:
        records = known_sheets(session, sheet_ids)
        accounts.update_sheets(session, [record.id for record in records], printed_at=desk.now())
        desk.note(session, "printed", [(record.id, record.account_id) for record in records])


def mark_handed(desk: Desk, sheet_ids: Sequence[str]) -> None:
    """« Feuilles remises »: the families have them, so their passwords are erased from here."""
    with desk.database.write() as session:
        records = known_sheets(session, sheet_ids)
        accounts.update_sheets(session, [record.id for record in records], handed_at=desk.now(), secret=None)
        desk.note(session, "handed", [(record.id, record.account_id) for record in records])


def poster_pdf(desk: Desk, uai: str) -> bytes:
    """Return the A4 poster that gives families the link.

    Raises:
        Refused: `school_unknown`, `not_paired` (there is no link to give yet).
    """
    with desk.database.read() as session:
        school = schools.school(session, uai)
    if not school.public_url:
        raise Refused("not_paired", name=school.name)
    stream = io.BytesIO()
    write_poster(stream, sheet_school(school))
    return stream.getvalue()
