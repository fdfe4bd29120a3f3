"""Credentials issued without requests, for whole classes: what schools do at the start of the year."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.core.errors import Refused
from turbo_admin.core.matching.requester import RequesterStatus
from turbo_admin.office.credentials.drafts import (
    AccountDraft,
    Issued,
    hash_drafts,
    hold_schools,
    new_account,
    same_accounts,
)
from turbo_admin.office.credentials.recording import record_drafts
from turbo_admin.office.credentials.unasked_choice import PersonWithoutAccount, choice_within, grouped
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.matching.outdated import match_outdated
from turbo_admin.store import accounts, diners, journal, request_matches, schools
from turbo_admin.store.engine.account_records import AccountRecord, SheetRecord
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.engine.journal_codes import JournalCode


@needs(Right.CREDENTIALS)
def issue_unasked(desk: Desk, uai: str, class_names: Collection[str], *, report: Progress = silent) -> Issued:
    """Create the accounts of everybody without one in these classes, and prepare their sheets by class and name.

    Args:
        class_names: as the roster has them; the empty one is those without a class.
        report: called with (step, done, total); raising `Cancelled` stops before anything is written.

    Raises:
        Refused: `school_unknown`, `not_paired`, `nobody_to_issue`, `account_changed`, `no_keyring`; nothing was done.
    """
    batch_id = new_id()
    with desk.database.read() as session:
        school = schools.school(session, uai)
        if not school.paired_at:
            raise Refused("not_paired", name=school.name)
        epoch = schools.epoch(session)
        drafts = _drafts(session, desk, uai, class_names)
    if not drafts:
        raise Refused("nobody_to_issue")
    key = desk.vault.sheet_key(epoch)
    hash_drafts(drafts, report)
    # Hashing took its time without a lock: whoever was given an account meanwhile is left out.
    with desk.database.write() as session:
        hold_schools(session, drafts)
        held = diners.with_account(session, [one for draft in drafts for one in draft.diner_ids])
        drafts = [draft for draft in drafts if not held.intersection(draft.diner_ids)]
        same_accounts(session, drafts)
        sheets = record_drafts(session, desk, drafts, batch_id, key)
        _note(session, desk, drafts, sheets)
        request_matches.outdate_school(session, uai)
    match_outdated(desk, uai)
    return Issued(batch_id, tuple(sheet.id for sheet in sheets), len(drafts), 0)


def _drafts(session: Session, desk: Desk, uai: str, class_names: Collection[str]) -> list[AccountDraft]:
    persons = [
        one
        for one in choice_within(session, uai).persons
        if one.diner.class_name in class_names and not one.blocked
    ]
    known = accounts.accounts_of_emails(session, uai, [email_key(one.email) for one in persons])
    logins = accounts.logins(session, uai)
    return [_draft(desk, uai, group, known, logins) for group in grouped(persons)]


def _draft(
    desk: Desk,
    uai: str,
    group: Sequence[PersonWithoutAccount],
    known: Mapping[str, AccountRecord],
    logins: set[str],
) -> AccountDraft:
    first = group[0]
    account = known.get(email_key(first.email)) if first.email else None
    return AccountDraft(
        account or new_account(uai, first.email, first.diner, logins, desk.now()),
        is_new=account is None,
        diner_ids=[one.diner.id for one in group],
        # The address, if there is one, is the roster's own.
        asker=(RequesterStatus.KNOWN if first.email else RequesterStatus.UNVERIFIED).value,
    )


def _note(
    session: Session, desk: Desk, drafts: Sequence[AccountDraft], sheets: Sequence[SheetRecord]
) -> None:
    """Note who was given which account."""
    pairs = [(diner_id, draft.account.id) for draft in drafts for diner_id in draft.diner_ids]
    if sheets:
        at = sheets[0].created_at
        journal.note(
            session,
            JournalCode.ISSUED_UNASKED,
            pairs,
            at=at,
            who=desk.operator.who,
            workstation=desk.workstation,
        )
