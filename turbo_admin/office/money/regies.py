"""Which régie an act is about."""

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.store.engine.books.ledger_records import RegieRecord
from turbo_admin.store.ledger import configuration


def regie_of(session: Session, code: str) -> RegieRecord:
    """Return a régie.

    Args:
        code: empty for the only one.

    Raises:
        Refused: `regie_unknown`.
    """
    known = configuration.regies(session)
    if not code and len(known) == 1:
        return known[0]
    found = [one for one in known if one.code == code]
    if not found:
        raise Refused("regie_unknown", regies=", ".join(one.code for one in known))
    return found[0]
