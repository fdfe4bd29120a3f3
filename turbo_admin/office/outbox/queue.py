"""Enqueues the office's records for the portal."""

from sqlalchemy.orm import Session

from turbo_admin.office.settings import school_settings
from turbo_admin.protocol.changes import AccountState, DinerState
from turbo_admin.store import accounts, diners, outbox
from turbo_admin.store import schools as stored
from turbo_admin.store.engine.account_records import AccountRecord
from turbo_admin.store.engine.diner_records import DinerRecord


def enqueue_everything(session: Session, uai: str) -> int:
    """Enqueue all records of a school, whatever has been sent before.

    Returns:
        The number of changes.
    """
    school = stored.school(session, uai)
    shown = school_settings.to_protocol(school_settings.of_record(school))
    outbox.enqueue(session, uai, "settings", [(school_settings.SETTINGS_KEY, shown)])
    queued = 1
    for roster in diners.pages_of_diners(session, uai):
        enqueue_diners(session, uai, roster)
        queued += len(roster)
    for known in accounts.pages_of_accounts(session, uai):
        enqueue_accounts(session, uai, known)
        queued += len(known)
    return queued


def enqueue_accounts(session: Session, uai: str, records: list[AccountRecord]) -> None:
    """Enqueue the state of accounts: diners, address, whether they may sign in; no password is in it."""
    held = accounts.diners_of(session, [record.id for record in records])
    outbox.enqueue(
        session, uai, "account", [(record.id, _account_state(record, held[record.id])) for record in records]
    )


def _account_state(record: AccountRecord, diner_ids: list[str]) -> AccountState:
    return AccountState(
        login=record.login,
        email=record.email,
        state="closed" if record.state == "closed" else "blocked" if record.state == "blocked" else "open",
        diner_ids=diner_ids,
        family_rev=record.family_rev,
    )


def enqueue_diners(session: Session, uai: str, records: list[DinerRecord]) -> None:
    """Enqueue what families may see of diners: name and class."""
    outbox.enqueue(
        session,
        uai,
        "diner",
        [
            (
                record.id,
                DinerState(
                    last_name=record.last_name[:200],
                    first_name=record.first_name[:200],
                    class_name=record.class_name[:200],
                    left=record.left,
                ),
            )
            for record in records
        ],
    )
