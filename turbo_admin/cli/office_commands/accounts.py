"""Account commands: list, block, close, reopen, detach diners, correct addresses."""

import argparse

from turbo_admin.cli.office_commands.account_ids import account_ids
from turbo_admin.cli.office_commands.desk import at_desk, print_json
from turbo_admin.core.french import count
from turbo_admin.core.uai import parse_uai
from turbo_admin.office.accounts import acts
from turbo_admin.office.accounts.lines import AccountLine, account_lines
from turbo_admin.office.desk.context import Desk


@at_desk
def list_accounts(desk: Desk, options: argparse.Namespace) -> int:
    """List the accounts, one a line."""
    uai = parse_uai(options.school) if options.school else ""
    for line in account_lines(desk):
        if uai and line.uai != uai:
            continue
        if options.json:
            print_json(_as_json(line))
        else:
            print(
                f"{line.id}  {line.login}  {line.standing:10} {', '.join(line.names)}  {line.class_name}  {line.email}"
                f"  {line.delivery_text}{'  (à synchroniser)' if line.waiting else ''}"
            )
    return 0


def _as_json(line: AccountLine) -> dict[str, object]:
    # Part of the command line's interface: names may be added, never removed.
    names = ("id", "uai", "login", "email", "names", "class_name", "standing", "created_at", "last_sign_in")
    more = ("delivery_text", "mail_problem", "waiting")
    return {name: getattr(line, name) for name in (*names, *more)} | {"diners": sorted(line.diner_ids)}


@at_desk
def change_state(desk: Desk, options: argparse.Namespace) -> int:
    """Block, unblock, close or reopen accounts, or count what that would do."""
    act = acts.AccountAct(options.act)
    seen = acts.foresee(desk, act, account_ids(desk, options.accounts))
    # Only the accounts that the act applies to; the others are counted as skipped.
    changed = len(seen.ids) if options.dry_run else acts.change_state(desk, act, seen.ids)
    if options.json:
        print_json(
            {
                "changed": changed,
                "skipped": seen.skipped,
                "diners": seen.diners,
                "active": seen.active,
                "sheets": seen.sheets,
            }
        )
        return 0
    what = "à modifier" if options.dry_run else "fait"
    print(
        f"{what.capitalize()} : {count(changed, 'compte')}, {count(seen.diners, 'hôte')},"
        f" {count(seen.sheets, 'fiche')} qui ne servira plus ; {count(seen.skipped, 'compte')} laissé tel quel."
    )
    return 0


@at_desk
def detach(desk: Desk, options: argparse.Namespace) -> int:
    """Detach diners from an account."""
    [account] = account_ids(desk, [options.account])
    gone = acts.detach(desk, account, options.diners)
    if options.json:
        print_json({"detached": gone})
    else:
        print(f"{count(gone, 'hôte retiré', 'hôtes retirés')} du compte.")
    return 0


@at_desk
def correct_email(desk: Desk, options: argparse.Namespace) -> int:
    """Correct the address of an account."""
    [account] = account_ids(desk, [options.account])
    acts.correct_address(desk, account, options.email)
    # Read again: the act normalises the address.
    [line] = account_lines(desk, [account])
    if options.json:
        print_json({"email": line.email})
    else:
        print(f"Compte {line.login} : {line.email or 'sans adresse'}.")
    return 0
