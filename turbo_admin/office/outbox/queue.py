"""Notes which of the office's records the portal is to be sent."""

from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from turbo_admin.office.settings.school_settings import SETTINGS_KEY
from turbo_admin.store import accounts, diners, outbox, requests, told
from turbo_admin.store.engine.account_records import AccountRecord
from turbo_admin.store.engine.diner_records import DinerRecord


def enqueue_everything(session: Session, uai: str) -> int:
    """Enqueue all records of a school, whatever has been sent before.

    Returns:
        The number of changes.
    """
    outbox.mark_changed(session, uai, "settings", [SETTINGS_KEY])
    queued = 1
    for roster in diners.pages_of_diners(session, uai):
        outbox.mark_changed(session, uai, "diner", [one.id for one in roster])
        queued += len(roster)
    for known in accounts.pages_of_accounts(session, uai):
        outbox.mark_changed(session, uai, "account", [one.id for one in known])
        queued += len(known)
    decided = requests.decided_ids(session, uai)
    outbox.mark_changed(session, uai, "request", decided)
    return queued + len(decided)


def enqueue_diners(session: Session, uai: str, records: Collection[DinerRecord]) -> None:
    """Enqueue what families may see of diners: name and class.

    One that the portal has erased returns by this, and with it the states of the accounts that hold it.
    """
    returning = told.erased_keys(session, uai, "diner") & {one.id for one in records}
    outbox.mark_changed(session, uai, "diner", [one.id for one in records])
    for one in sorted(returning):
        enqueue_accounts(session, accounts.holders_of(session, one))


def enqueue_accounts(session: Session, records: Iterable[AccountRecord]) -> None:
    """Enqueue the states of accounts of any schools."""
    known = list(records)
    for uai in sorted({one.uai for one in known}):
        outbox.mark_changed(session, uai, "account", [one.id for one in known if one.uai == uai])


def enqueue_account_ids(session: Session, account_ids: Collection[str]) -> None:
    """Enqueue the states of accounts; unknown ids are left out."""
    enqueue_accounts(session, accounts.accounts_by_id(session, account_ids).values())


def enqueue_request_ids(session: Session, request_ids: Collection[str]) -> None:
    """Enqueue what was decided of requests; unknown ids are left out."""
    known = requests.requests_by_id(session, list(request_ids))
    for uai in sorted({one.uai for one in known}):
        outbox.mark_changed(session, uai, "request", [one.id for one in known if one.uai == uai])
