"""What the portal has erased for good, and this office still uses: it is sent again, in a new life."""

from sqlalchemy.orm import Session

from turbo_admin.office.outbox.queue import enqueue_account_ids, enqueue_diners
from turbo_admin.store import accounts, diners


def send_anew(session: Session, uai: str, kind: str, key: str) -> None:
    """Enqueue an erased record if it is still in use here, and the accounts whose state named it."""
    if kind == "diner":
        staying = [one for one in diners.diners_by_id(session, [key]).values() if not one.left]
        enqueue_diners(session, uai, staying)
        enqueue_account_ids(session, [one.id for one in accounts.holders_of(session, key)])
    elif kind == "account":
        known = accounts.accounts_by_id(session, [key]).values()
        enqueue_account_ids(session, [one.id for one in known if one.state != "closed"])
