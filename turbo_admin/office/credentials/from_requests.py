"""« Générer les identifiants pour les lignes sélectionnées »."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.office.credentials import notices
from turbo_admin.office.credentials.claims import check_seen, claims_beside, claims_on
from turbo_admin.office.credentials.drafts import (
    AccountDraft,
    Issued,
    hash_drafts,
    hold_schools,
    new_account,
    same_accounts,
)
from turbo_admin.office.credentials.issue_questions import Shown, shown_now
from turbo_admin.office.credentials.recording import record_drafts
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.intake.acts import still_open
from turbo_admin.office.intake.lines import asker_of
from turbo_admin.office.matching.outdated import match_outdated
from turbo_admin.office.outbox.queue import enqueue_request_ids
from turbo_admin.store import accounts, diners, journal, request_matches, requests, schools
from turbo_admin.store.engine.account_records import SheetRecord
from turbo_admin.store.engine.diner_records import DinerRecord
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.request_records import RequestRecord

_ASKERS = ("connu", "confirmé", "à vérifier")
# How often matches that go out of date just then are awaited before the issue is refused.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class _Ticked:
    """The requests to issue.

    Attributes:
        agreed: keys of the claims on its diner that the clerk has seen, by request.
        shown: (diner, address) of each as it was when the clerk ticked it.
    """

    ids: tuple[str, ...]
    agreed: Mapping[str, Collection[str]]
    shown: Shown


@needs(Right.CREDENTIALS)
def issue(
    desk: Desk,
    request_ids: Sequence[str],
    *,
    agreed: Mapping[str, Collection[str]] = MappingProxyType({}),
    shown: Shown | None = None,
    report: Progress = silent,
) -> Issued:
    """Create the accounts of the ticked requests and prepare their sheets.

    Lines with the same address in the same school share one account and one sheet; an address that has an account
    already gets the diners attached to it and a new provisional password, which cancels nothing that the family has
    chosen itself.

    Args:
        request_ids: requests whose diner has been chosen, in the order of the sheets; empty issues nothing.
        agreed: for those that are to be issued although others have or want an account for the diner, the keys of the
            claims that were seen (`IssueQuestion.seen`).
        shown: the requests as the clerk saw them; by default as they are stored now.
        report: called with (step, done, total); raising `Cancelled` stops before anything is written.

    Returns:
        The batch.

    Raises:
        Refused: `request_without_diner`, `request_dealt_with`, `request_unknown`, `request_has_account`,
            `diner_claimed`, `diner_left`, `account_blocked`, `no_keyring`, `request_changed`: the request has another diner or address since it was
            matched again; nothing was done.
    """
    ids = list(dict.fromkeys(request_ids))
    batch_id = new_id()
    if not ids:
        return Issued(batch_id, (), 0, 0)
    ticked = _Ticked(tuple(ids), agreed, shown if shown is not None else shown_now(desk, ids))
    # Of all open requests: who else asks is known once all are matched.
    match_outdated(desk)
    with desk.database.read() as session:
        epoch = schools.epoch(session)
        drafts = _drafts(session, desk, _checked(session, ticked))
    key = desk.vault.sheet_key(epoch)
    hash_drafts(drafts, report)
    sheets = _record(desk, ticked, drafts, batch_id, key)
    match_outdated(desk)
    created = sum(draft.is_new for draft in drafts)
    return Issued(batch_id, tuple(sheet.id for sheet in sheets), len(drafts), len(ids), created)


def _record(
    desk: Desk, ticked: _Ticked, drafts: Sequence[AccountDraft], batch_id: str, key: bytes
) -> list[SheetRecord]:
    """Store the accounts and their sheets, and answer the requests, in one transaction."""
    for tries_left in reversed(range(_TRIES)):
        match_outdated(desk, only=ticked.ids)
        with desk.database.write() as session:
            hold_schools(session, drafts)
            if tries_left and request_matches.still_outdated(session, ticked.ids):
                continue  # another PC has changed something this moment
            # Hashing took its time without a lock: what was true before it is made sure of again.
            _checked(session, ticked)
            same_accounts(session, drafts)
            sheets = record_drafts(session, desk, drafts, batch_id, key)
            for draft, sheet in zip(drafts, sheets, strict=True):
                _close(session, desk, draft, sheet)
            notices.enqueue_opened_notices(session, desk, drafts, sheets)
            for uai in sorted({draft.account.uai for draft in drafts}):
                # Others may ask for the same diner or with the same address: their alerts change.
                request_matches.outdate_school(session, uai)
            break
    return sheets


def _checked(session: Session, ticked: _Ticked) -> list[RequestRecord]:
    """Return the requests, which may all be answered: open, up to date, with the diner and the address as ticked."""
    records = still_open(session, ticked.ids)
    outdated = set(request_matches.still_outdated(session, ticked.ids))
    for record in records:
        if record.id in outdated or ticked.shown.get(record.id) != (record.diner_id, record.address):
            raise Refused("request_changed", name=full_name(record.last_name, record.first_name))
    known = diners.diners_by_id(session, {record.diner_id for record in records if record.diner_id})
    claims = claims_on(session, known)
    for record in records:
        if record.diner_id is None:
            raise Refused("request_without_diner", name=full_name(record.last_name, record.first_name))
        diner = known[record.diner_id]
        name = full_name(diner.last_name, diner.first_name)
        beside = claims_beside(claims[diner.id], record.address)
        check_seen(beside, ticked.agreed.get(record.id, ()), name)
        if diner.left:
            raise Refused("diner_left", name=name)
    return records


def _drafts(session: Session, desk: Desk, records: Sequence[RequestRecord]) -> list[AccountDraft]:
    """Return one draft for each address of each school, in the order of the lines."""
    drafts: dict[tuple[str, str], AccountDraft] = {}
    known = diners.diners_by_id(session, {record.diner_id for record in records if record.diner_id})
    logins = {uai: accounts.logins(session, uai) for uai in {record.uai for record in records}}
    keys = {uai: {email_key(r.address) for r in records if r.uai == uai} for uai in logins}
    existing = {uai: accounts.accounts_of_emails(session, uai, keys[uai]) for uai in logins}
    for record in records:
        key, diner = (record.uai, email_key(record.address)), known[record.diner_id or ""]
        if key not in drafts:
            account = existing[record.uai].get(key[1])
            if account is not None and account.state == "blocked":
                raise Refused("account_blocked", email=account.email)
            drafts[key] = AccountDraft(
                account or new_account(record.uai, record.address, diner, logins[record.uai], desk.now()),
                is_new=account is None,
            )
        _add(drafts[key], record, known)
    return list(drafts.values())


def _add(draft: AccountDraft, record: RequestRecord, known: Mapping[str, DinerRecord]) -> None:
    """Let a draft answer a request; the sheet goes by the least sure of its lines."""
    diner = known[record.diner_id or ""]
    asker = asker_of(record, diner.emails).value
    draft.asker = max(draft.asker or asker, asker, key=_ASKERS.index)
    draft.diner_ids.append(diner.id)
    draft.request_ids.append(record.id)


def _close(session: Session, desk: Desk, draft: AccountDraft, sheet: SheetRecord) -> None:
    """IssueAnswer the requests of a draft by its sheet."""
    closed = requests.close_requests(
        session,
        draft.request_ids,
        requests.ISSUED,
        at=sheet.created_at,
        who=desk.operator.who,
        account_id=draft.account.id,
        sheet_id=sheet.id,
    )
    enqueue_request_ids(session, draft.request_ids)
    if closed != len(draft.request_ids):
        raise Refused("account_changed", email=draft.account.email)
    for what, subjects in (
        (JournalCode.ISSUED, draft.request_ids),
        (JournalCode.DINER_ATTACHED, draft.attached),
    ):
        journal.note(
            session,
            what,
            [(one, draft.account.id) for one in subjects],
            at=sheet.created_at,
            who=desk.operator.who,
            workstation=desk.workstation,
        )
