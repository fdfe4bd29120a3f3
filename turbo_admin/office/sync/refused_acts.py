"""Acts on changes that the portal refused: retry, or give up."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from turbo_admin.core.credentials.rules import draw_login
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.sync.refused_listing import meaning_of
from turbo_admin.protocol.kinds import STATES
from turbo_admin.store import accounts, diners, outbox, refused_changes
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.sync_records import PendingRecord


@needs(Right.SYNC)
def retry(desk: Desk, item_ids: Sequence[str]) -> int:
    """« Réessayer »: send refused changes again with the next synchronisation, with today's values.

    What never will pass, or another PC has dealt with, is left as it is. An account whose identifiant is taken gets
    another one.

    Returns:
        How many will leave.
    """
    done = []
    with desk.database.write() as session:
        for pending in refused_changes.refused_by_id(session, item_ids):
            if meaning_of(session, pending).may_pass and _send_again(session, desk, pending):
                done.append(pending.key)
        desk.note(session, JournalCode.CHANGE_RETRIED, [(key, "") for key in done])
    return len(done)


def _send_again(session: Session, desk: Desk, pending: PendingRecord) -> bool:
    if pending.refused == "login_taken":
        _draw_login(session, pending)
    if pending.kind in STATES and pending.body != outbox.ERASURE:
        outbox.mark_changed(session, pending.uai, pending.kind, [pending.key])
        return True
    if pending.kind == "mail.credentials":
        sheet = stored_sheets.sheet_of_mail(session, pending.key)
        if sheet:
            stored_sheets.update_sheets(
                session, [sheet.id], mail_state="queued", mail_reason="", mail_at=desk.now()
            )
    return bool(refused_changes.let_wait_again(session, [pending.id]))


def _draw_login(session: Session, pending: PendingRecord) -> None:
    held = accounts.diners_of(session, [pending.key])[pending.key]
    known = list(diners.diners_by_id(session, held).values())
    last, first = (known[0].last_name, known[0].first_name) if known else ("", "")
    login = draw_login(first, last, accounts.logins(session, pending.uai).__contains__)
    accounts.update_account(session, pending.key, login=login)


@needs(Right.SYNC)
def give_up(desk: Desk, item_ids: Sequence[str]) -> int:
    """« Abandonner »: delete refused mails, and what this version does not know.

    A record stays what it is here: its state is left as it is, and goes with the next correction.

    Returns:
        How many were given up; what another PC has dealt with is not counted.
    """
    done = []
    with desk.database.write() as session:
        for pending in refused_changes.refused_by_id(session, item_ids):
            if pending.kind not in STATES and refused_changes.give_up(session, pending.id):
                done.append(pending.key)
        desk.note(session, JournalCode.CHANGE_GIVEN_UP, [(key, "") for key in done])
    return len(done)
