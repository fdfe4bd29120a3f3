"""Credentials issued without requests, for whole classes: what schools do at the start of the year."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.core.matching.requester import RequesterStatus
from turbo_admin.office.credentials.claims import Claim, check_seen, claims_beside, claims_on
from turbo_admin.office.credentials.drafts import (
    AccountDraft,
    Issued,
    hash_drafts,
    hold_schools,
    new_account,
    same_accounts,
)
from turbo_admin.office.credentials.issue_questions import ISSUES, IssueAnswer, IssueQuestion, Way
from turbo_admin.office.credentials.recording import record_drafts
from turbo_admin.office.credentials.unasked_choice import PersonWithoutAccount, choice_within, grouped
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.matching.outdated import match_outdated
from turbo_admin.store import accounts, diners, journal, request_matches, schools
from turbo_admin.store.engine.account_records import AccountRecord, SheetRecord
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.engine.journal_codes import JournalCode


@needs(Right.CONSULT)
def unasked_questions(desk: Desk, uai: str, class_names: Collection[str]) -> list[IssueQuestion]:
    """Return which diners of these classes somebody else asks an account for, by class and name.

    Raises:
        Refused: `school_unknown`.
    """
    match_outdated(desk, uai)
    with desk.database.read() as session:
        schools.school(session, uai)
        persons = _served(session, uai, class_names)
        beside = _beside(session, persons)
    return [_question(uai, one, beside[one.diner.id]) for one in persons if beside[one.diner.id]]


@needs(Right.CREDENTIALS)
def issue_unasked(
    desk: Desk,
    uai: str,
    class_names: Collection[str],
    *,
    answers: Mapping[str, IssueAnswer] = MappingProxyType({}),
    report: Progress = silent,
) -> Issued:
    """Create the accounts of everybody without one in these classes, and prepare their sheets by class and name.

    Args:
        class_names: as the roster has them; the empty one is those without a class.
        answers: one for each diner that `unasked_questions` asks about.
        report: called with (step, done, total); raising `Cancelled` stops before anything is written.

    Raises:
        Refused: `school_unknown`, `not_paired`, `nobody_to_issue`, `account_changed`, `no_keyring`, `diner_claimed`: somebody
            asks for a diner, and there is no answer to that; nothing was done.
    """
    batch_id = new_id()
    match_outdated(desk, uai)
    with desk.database.read() as session:
        school = schools.school(session, uai)
        if not school.paired_at:
            raise Refused("not_paired", name=school.name)
        epoch = schools.epoch(session)
        persons = [
            one
            for one in _served(session, uai, class_names)
            if one.diner.id not in answers or answers[one.diner.id].way in ISSUES
        ]
        _check_claims(session, persons, answers)
        drafts = _drafts(session, desk, uai, persons)
    if not drafts:
        raise Refused("nobody_to_issue")
    key = desk.vault.sheet_key(epoch)
    hash_drafts(drafts, report)
    # Hashing took its time without a lock: whoever was given an account meanwhile is left out.
    with desk.database.write() as session:
        hold_schools(session, drafts)
        held = diners.with_account(session, [one for draft in drafts for one in draft.diner_ids])
        drafts = [draft for draft in drafts if not held.intersection(draft.diner_ids)]
        _check_claims(session, [one for one in persons if one.diner.id not in held], answers)
        same_accounts(session, drafts)
        sheets = record_drafts(session, desk, drafts, batch_id, key)
        _note(session, desk, drafts, sheets)
        request_matches.outdate_school(session, uai)
    match_outdated(desk, uai)
    created = sum(draft.is_new for draft in drafts)
    return Issued(batch_id, tuple(sheet.id for sheet in sheets), len(drafts), 0, created)


def _served(session: Session, uai: str, class_names: Collection[str]) -> list[PersonWithoutAccount]:
    return [
        one
        for one in choice_within(session, uai).persons
        if one.diner.class_name in class_names and not one.blocked
    ]


def _beside(session: Session, persons: Sequence[PersonWithoutAccount]) -> dict[str, tuple[Claim, ...]]:
    """Return who else has or wants an account, by diner."""
    claims = claims_on(session, {one.diner.id: one.diner for one in persons})
    return {one.diner.id: claims_beside(claims[one.diner.id], one.email) for one in persons}


def _check_claims(
    session: Session, persons: Sequence[PersonWithoutAccount], answers: Mapping[str, IssueAnswer]
) -> None:
    beside = _beside(session, persons)
    for one in persons:
        seen = answers[one.diner.id].seen if one.diner.id in answers else ()
        check_seen(beside[one.diner.id], seen, full_name(one.diner.last_name, one.diner.first_name))


def _question(uai: str, person: PersonWithoutAccount, beside: Sequence[Claim]) -> IssueQuestion:
    return IssueQuestion(
        id=person.diner.id,
        uai=uai,
        diner=full_name(person.diner.last_name, person.diner.first_name),
        asked_by=person.email,
        asker=_asker(person),
        others=tuple(one.words for one in beside),
        # Nobody has asked for this account: it can wait for the request to be dealt with.
        ways=(Way.LEAVE, Way.JOIN if person.joins else Way.OPEN),
        seen=frozenset(one.key for one in beside),
    )


def _asker(person: PersonWithoutAccount) -> RequesterStatus:
    # The address, if there is one, is the roster's own.
    return RequesterStatus.KNOWN if person.email else RequesterStatus.UNVERIFIED


def _drafts(
    session: Session, desk: Desk, uai: str, persons: Sequence[PersonWithoutAccount]
) -> list[AccountDraft]:
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
        asker=_asker(first).value,
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
