"""Acts on changes that the portal refused: retry, or give up."""

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace as replace_field
from sqlalchemy.orm import Session

from turbo_admin.core.credentials.rules import draw_login
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.outbox.queue import enqueue_accounts, enqueue_diners
from turbo_admin.office.settings.school_settings import of_record, to_protocol
from turbo_admin.office.sync.refused_listing import meaning_of
from turbo_admin.protocol import codec
from turbo_admin.protocol.changes import (
    IssueAccount,
)
from turbo_admin.store import accounts, diners, outbox, schools
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.sync_records import PendingRecord


@needs(Right.SYNC)
def retry(desk: Desk, item_ids: Sequence[str]) -> int:
    """« Réessayer »: send refused changes again with the next synchronisation, with today's values.

    What never will pass, or another PC has dealt with, is left as it is.

    Returns:
        How many will leave.
    """
    done = []
    with desk.database.write() as session:
        for pending in outbox.refused_by_id(session, item_ids):
            if meaning_of(session, desk, pending).may_pass and _send_again(session, desk, pending):
                done.append(pending.key)
        desk.note(session, JournalCode.CHANGE_RETRIED, [(key, "") for key in done])
    return len(done)


def _send_again(session: Session, desk: Desk, pending: PendingRecord) -> bool:
    if pending.kind in _ENQUEUE:
        # What it was about may have changed since: the portal is told what is true today.
        _ENQUEUE[pending.kind](session, pending)
        return True
    if pending.kind == "account.issue":
        return outbox.send_again(session, pending, _reissued(session, pending))
    if pending.kind == "mail.credentials":
        sheet = stored_sheets.sheet_of_mail(session, pending.key)
        if sheet:
            stored_sheets.update_sheets(
                session, [sheet.id], mail_state="queued", mail_reason="", mail_at=desk.now()
            )
    return outbox.send_again(session, pending, pending.body)


def _reissued(session: Session, pending: PendingRecord) -> bytes:
    """Let the sheet go on, and return the act with the diners that the account holds today."""
    body = codec.decode(pending.body, IssueAccount)
    stored_sheets.update_sheets(session, [pending.key], refused="")
    if pending.refused == "login_taken":
        body = replace_field(body, login=_new_login(session, pending.uai, body))
    held = accounts.diners_of(session, [body.account_id])[body.account_id]
    return codec.encode(replace_field(body, diner_ids=sorted(held)))


def _new_login(session: Session, uai: str, body: IssueAccount) -> str:
    taken = accounts.logins(session, uai)
    first = diners.diners_by_id(session, body.diner_ids)[body.diner_ids[0]]
    login = draw_login(first.first_name, first.last_name, taken.__contains__)
    accounts.update_account(session, body.account_id, login=login)
    return login


def _enqueue_settings(session: Session, pending: PendingRecord) -> None:
    school = schools.school(session, pending.uai)
    body = to_protocol(of_record(school))
    outbox.enqueue(session, pending.uai, pending.kind, [(pending.key, body)])


def _enqueue_diner(session: Session, pending: PendingRecord) -> None:
    enqueue_diners(session, pending.uai, list(diners.diners_by_id(session, [pending.key]).values()))


def _enqueue_account(session: Session, pending: PendingRecord) -> None:
    enqueue_accounts(session, pending.uai, list(accounts.accounts_by_id(session, [pending.key]).values()))


_ENQUEUE: Mapping[str, Callable[[Session, PendingRecord], None]] = {
    "settings": _enqueue_settings,
    "diner": _enqueue_diner,
    "account": _enqueue_account,
}


@needs(Right.SYNC)
def give_up(desk: Desk, item_ids: Sequence[str]) -> int:
    """« Abandonner »: delete refused changes. The password of a sheet that was never accepted is erased.

    Returns:
        How many were given up; what another PC has dealt with is not counted.
    """
    done = []
    with desk.database.write() as session:
        for pending in outbox.refused_by_id(session, item_ids):
            if outbox.give_up(session, pending.id):
                done.append(pending.key)
                if pending.kind == "account.issue":
                    stored_sheets.update_sheets(session, [pending.key], secret=None)
        desk.note(session, JournalCode.CHANGE_GIVEN_UP, [(key, "") for key in done])
    return len(done)
