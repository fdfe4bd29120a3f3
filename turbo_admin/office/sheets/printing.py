"""Sheets as A4 pages: printed, saved, noted as printed or handed over."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from turbo_admin.core.credentials.sealing import open_sheet
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import PARIS, full_name
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.settings.schools import family_url
from turbo_admin.office.sheets.people import People, people_of
from turbo_admin.office.sheets.poster import sheet_school
from turbo_admin.office.sheets.records import known_sheets
from turbo_admin.outside.paper.credential_sheet import CredentialSheet
from turbo_admin.outside.paper.sheet_writer import write_sheets
from turbo_admin.store import schools
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import SheetRecord
from turbo_admin.store.engine.journal_codes import JournalCode

_LAYING_OUT = "Mise en page des fiches"


@needs(Right.SHEETS)
def sheets_pdf(
    desk: Desk, sheet_ids: Sequence[str], *, separators: bool = False, report: Progress = silent
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


@needs(Right.SHEETS)
def save_pdf(
    desk: Desk,
    sheet_ids: Sequence[str],
    path: Path | str,
    *,
    separators: bool = False,
    report: Progress = silent,
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
    # After the file is written: a full disk must leave the sheets to print.
    mark_printed(desk, sheet_ids)
    return len(pages)


def _today(desk: Desk) -> date:
    return desk.now().astimezone(PARIS).date()


@needs(Right.SHEETS)
def sheet_pages(desk: Desk, sheet_ids: Sequence[str]) -> list[CredentialSheet]:
    """Return the contents of sheets, with passwords in clear, in the order given.

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


def _page(
    record: SheetRecord, people: People, key: bytes, now: datetime, workstation: str
) -> CredentialSheet:
    held, account = people.diners[record.account_id], people.accounts[record.account_id]
    names = ", ".join(full_name(diner.last_name, diner.first_name) for diner in held)
    # Refused, not skipped: a pile with a sheet missing would go unnoticed.
    if (record.refused or record.portal_refusal) and record.secret is not None:
        raise Refused("sheet_refused", names=names)
    if record.secret is None or record.expires_at <= now:
        raise Refused("sheet_used", names=names)
    if record.workstation != workstation:
        raise Refused("sheet_of_another_pc")
    secret = open_sheet(record.secret, key)
    school = people.schools[record.uai]
    # Built now, not stored: the portal's address may change between issuing and printing.
    home = family_url(school.public_url, school.uai)
    return CredentialSheet(
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


@needs(Right.SHEETS)
def mark_printed(desk: Desk, sheet_ids: Sequence[str]) -> None:
    """Note sheets as printed; they can be printed again, for instance after a paper jam."""
    with desk.database.write() as session:
        records = known_sheets(session, sheet_ids)
        stored_sheets.update_sheets(session, [record.id for record in records], printed_at=desk.now())
        desk.note(session, JournalCode.PRINTED, [(record.id, record.account_id) for record in records])


@needs(Right.SHEETS)
def mark_handed(desk: Desk, sheet_ids: Sequence[str]) -> None:
    """« Feuilles remises »: note sheets as handed over, and erase their passwords."""
    with desk.database.write() as session:
        records = known_sheets(session, sheet_ids)
        stored_sheets.update_sheets(
            session, [record.id for record in records], handed_at=desk.now(), secret=None
        )
        desk.note(session, JournalCode.HANDED, [(record.id, record.account_id) for record in records])
