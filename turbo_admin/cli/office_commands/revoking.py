"""Revocation commands: by account, by request, by sheet."""

import argparse
from dataclasses import asdict

from turbo_admin.cli.office_commands.account_ids import account_ids
from turbo_admin.cli.office_commands.desk import at_desk, print_json
from turbo_admin.core.french import count
from turbo_admin.office.credentials import revoking
from turbo_admin.office.credentials.revocation_plan import Revoked
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.sheets.listing import sheet_lines


@at_desk
def revoke_of_accounts(desk: Desk, options: argparse.Namespace) -> int:
    """Revoke all credentials of accounts, or count what that would do."""
    ids = [line.id for line in sheet_lines(desk, account_ids=account_ids(desk, options.accounts))]
    revoked = (
        revoking.foresee_sheets(desk, ids)
        if options.dry_run
        else revoking.revoke_sheets(desk, ids, refused=options.refuse)
    )
    _print(options, revoked)
    return 0


@at_desk
def revoke_of_requests(desk: Desk, options: argparse.Namespace) -> int:
    """Revoke the answers to requests, or count what that would do."""
    ids = options.requests
    _print(
        options,
        revoking.foresee_requests(desk, ids)
        if options.dry_run
        else revoking.revoke_requests(desk, ids, refused=options.refuse),
    )
    return 0


@at_desk
def revoke_sheets(desk: Desk, options: argparse.Namespace) -> int:
    """Revoke sheets, or count what that would do."""
    ids = options.sheets
    _print(
        options,
        revoking.foresee_sheets(desk, ids)
        if options.dry_run
        else revoking.revoke_sheets(desk, ids, refused=options.refuse),
    )
    return 0


def _print(options: argparse.Namespace, revoked: Revoked) -> None:
    if options.json:
        print_json(asdict(revoked))
        return
    print(
        f"{'À révoquer' if options.dry_run else 'Révoqué'} : {count(revoked.accounts, 'compte')}, dont"
        f" {count(revoked.closed, 'fermé')} ; {count(revoked.detached, 'hôte retiré', 'hôtes retirés')},"
        f" {count(revoked.requests, 'demande')}."
    )
