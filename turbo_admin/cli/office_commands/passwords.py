"""Password commands: issue for those without an account, renew, mail again."""

import argparse

from turbo_admin.cli.office_commands.account_ids import account_ids
from turbo_admin.cli.office_commands.desk import at_desk, print_json
from turbo_admin.cli.office_commands.requests import print_left
from turbo_admin.core.french import count
from turbo_admin.core.uai import parse_uai
from turbo_admin.office.credentials import renewal, unasked, unasked_choice
from turbo_admin.office.credentials.drafts import Issued
from turbo_admin.office.credentials.issue_questions import Way
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.sheets.mail import Mailed


@at_desk
def issue_unasked(desk: Desk, options: argparse.Namespace) -> int:
    """Create accounts for the diners of a school who have none."""
    uai = parse_uai(options.school)
    classes = (
        [line.id for line in unasked_choice.choice(desk, uai).classes] if options.all else options.classes
    )
    asked = unasked.unasked_questions(desk, uai, classes)
    way = None if options.second_account else Way.LEAVE
    answers = {one.id: one.answered(way or one.ways[-1]) for one in asked}
    issued = unasked.issue_unasked(desk, uai, classes, answers=answers)
    print_left(one for one in asked if answers[one.id].way is Way.LEAVE)
    _print_issued(options, issued)
    return 0


@at_desk
def renew(desk: Desk, options: argparse.Namespace) -> int:
    """Give accounts a new provisional password."""
    ids = account_ids(desk, options.accounts)
    if options.mail:
        renewed = renewal.renew_by_mail(desk, ids)
        _print_issued(options, renewed.issued, renewed.mailed)
    else:
        _print_issued(options, renewal.renew(desk, ids))
    return 0


@at_desk
def send_again(desk: Desk, options: argparse.Namespace) -> int:
    """Mail the credentials of an account again."""
    [account] = account_ids(desk, [options.account])
    renewed = renewal.send_again(desk, account)
    _print_issued(options, renewed.issued, renewed.mailed)
    return 0


def _print_issued(options: argparse.Namespace, issued: Issued, mailed: Mailed | None = None) -> None:
    queued, skipped = (mailed.queued, mailed.skipped) if mailed else (0, ())
    if options.json:
        print_json(
            {
                "batch": issued.batch_id,
                "accounts": issued.accounts,
                "sheets": issued.sheets,
                "mailed": queued,
                "not_mailed": [{"sheet": sheet, "why": why} for sheet, why in skipped],
            }
        )
        return
    print(f"{count(len(issued.sheets), 'fiche')} du lot {issued.batch_id}, {count(queued, 'courriel')}.")
    for sheet, why in skipped:
        print(f"{sheet} : {why}")
