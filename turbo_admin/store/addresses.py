"""What was decided of diners' addresses: typed by a clerk, or taken away."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from turbo_admin.store.engine.diner_tables import DinerAddressTable, DinerTable

AddressDecision = Literal["typed", "removed"]


def decide(
    session: Session,
    diner_id: str,
    marks: Iterable[str],
    decision: AddressDecision,
    *,
    at: datetime,
    who: str,
) -> None:
    """Store what was decided of addresses of a diner, in place of what was decided before.

    Args:
        marks: digests of the addresses.
    """
    for mark in marks:
        session.execute(
            delete(DinerAddressTable).where(
                DinerAddressTable.diner_id == diner_id, DinerAddressTable.mark == mark
            )
        )
        session.add(DinerAddressTable(diner_id=diner_id, mark=mark, decision=decision, at=at, who=who))
    session.flush()


def decisions(session: Session, uai: str) -> dict[tuple[str, str], str]:
    """Return what was last decided, by (diner, mark), of a school's diners."""
    query = (
        select(DinerAddressTable.diner_id, DinerAddressTable.mark, DinerAddressTable.decision)
        .join(DinerTable, DinerTable.id == DinerAddressTable.diner_id)
        .where(DinerTable.uai == uai)
    )
    return {(diner_id, mark): decision for diner_id, mark, decision in session.execute(query)}
