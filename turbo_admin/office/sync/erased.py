"""What the portal has erased for good, and this office still uses: it is sent again, in a new life."""

from sqlalchemy.orm import Session

from turbo_admin.office.outbox.queue import enqueue_account_ids, enqueue_diners
from turbo_admin.store import accounts, diners


def send_anew(session: Session, uai: str, kind: str, key: str) -> None:
    """Enqueue an erased record if it is still in use here, and the accounts whose state named it."""
    if kind == "diner":
        present = [one for one in diners.diners_by_id(session, [key]).values() if not one.left]
        enqueue_diners(session, uai, present)
        enqueue_account_ids(session, [one.id for one in accounts.holders_of(session, key)])
    elif kind == "account":
        staying = [one for one in accounts.accounts_by_id(session, [key]).values() if one.state != "closed"]
        for one in staying:
            # The password that its family had chosen was erased with it.
            accounts.update_account(session, one.id, own_ended=max(one.own_ended, one.generation))
        enqueue_account_ids(session, [one.id for one in staying])
