"""Sheet commands: list, print, note as handed over, mail, undo a batch."""

import argparse
from dataclasses import asdict

from turbo_admin.cli.office_commands.account_ids import account_ids
from turbo_admin.cli.office_commands.desk import at_desk, print_json
from turbo_admin.core.french import count, full_name, short_time
from turbo_admin.office.credentials import undoing
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.sheets import listing, printing
from turbo_admin.office.sheets.mail import mail_sheets
from turbo_admin.outside.paper.credential_sheet import CredentialSheet

_LISTED = (
    *("id", "batch_id", "account_id", "uai", "login", "names", "class_name", "email", "asker", "delivery"),
    *("delivery_text", "printed", "readable", "mail_proposed", "created_at", "expires_on"),
)


@at_desk
def list_sheets(desk: Desk, options: argparse.Namespace) -> int:
    """List sheets, one a line, without their passwords."""
    accounts = account_ids(desk, options.account) if options.account else None
    for line in listing.sheet_lines(desk, options.batch, account_ids=accounts):
        if options.json:
            print_json({name: getattr(line, name) for name in _LISTED})
        else:
            print(
                f"{line.id}  {line.login}  {', '.join(line.names)}  {line.class_name}  {line.delivery_text}"
            )
    return 0


@at_desk
def list_batches(desk: Desk, options: argparse.Namespace) -> int:
    """List the batches, latest first."""
    for one in listing.batches(desk):
        if options.json:
            line = {"id": one.id, "created_at": one.created_at, "who": one.who, "sheets": one.sheets}
            print_json(line | {"can_undo": undoing.can_undo(desk, one.id)})
        else:
            print(f"{one.id}  {short_time(one.created_at)}  {one.who}  {count(one.sheets, 'fiche')}")
    return 0


@at_desk
def print_sheets(desk: Desk, options: argparse.Namespace) -> int:
    """Print sheets to a PDF, or print their content as JSON, passwords included; they are noted as printed."""
    if options.pdf:
        pages = printing.save_pdf(desk, options.sheets, options.pdf, separators=options.separators)
        print(f"{count(pages, 'fiche')} en PDF.")
        return 0
    revealed = printing.sheet_pages(desk, options.sheets)
    # Noted before they are written: shown passwords must count even if the reader stops.
    printing.mark_printed(desk, options.sheets)
    for sheet_id, page in zip(options.sheets, revealed, strict=True):
        print_json(_as_printed(sheet_id, page))
    return 0


def _as_printed(sheet_id: str, page: CredentialSheet) -> dict[str, object]:
    return {
        "id": sheet_id,
        "login": page.login,
        "password": page.password,
        "link": page.link_url,
        "names": [full_name(last, first) for last, first in page.diner_names],
        "class_name": page.class_name,
        "reference": page.reference,
        "expires": page.expires,
    }


@at_desk
def hand_over(desk: Desk, options: argparse.Namespace) -> int:
    """Note sheets as handed over; their passwords are erased from the database."""
    printing.mark_handed(desk, options.sheets)
    print(f"{count(len(options.sheets), 'fiche remise', 'fiches remises')}.")
    return 0


@at_desk
def mail(desk: Desk, options: argparse.Namespace) -> int:
    """Enqueue the mails of sheets."""
    mailed = mail_sheets(desk, options.sheets)
    if options.json:
        skipped = [{"sheet": sheet, "why": why} for sheet, why in mailed.skipped]
        print_json({"mailed": mailed.queued, "not_mailed": skipped})
        return 0
    print(f"{count(mailed.queued, 'courriel')} à la prochaine synchronisation.")
    for sheet, why in mailed.skipped:
        print(f"{sheet} : {why}")
    return 0


@at_desk
def undo_batch(desk: Desk, options: argparse.Namespace) -> int:
    """Undo a batch of which nothing has left."""
    undone = undoing.undo_batch(desk, options.batch)
    if options.json:
        print_json(asdict(undone))
        return 0
    print(
        f"Lot annulé : {count(undone.forgotten, 'compte oublié', 'comptes oubliés')}, {count(undone.closed, 'fermé')},"
        f" {count(undone.detached, 'hôte retiré', 'hôtes retirés')},"
        f" {count(undone.reopened, 'demande à traiter', 'demandes à traiter')}."
    )
    return 0
