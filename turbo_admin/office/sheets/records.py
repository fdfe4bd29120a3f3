"""Reads sheets by id."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import SheetRecord

# Value of `refused` for a sheet that the office itself withdrew.
WITHDRAWN = "withdrawn"


def known_sheets(session: Session, sheet_ids: Sequence[str]) -> list[SheetRecord]:
    """Return stored sheets in the order given.

    Raises:
        Refused: `sheet_unknown`.
    """
    records = stored_sheets.sheets_by_id(session, list(sheet_ids))
    if len(records) != len(sheet_ids):
        raise Refused("sheet_unknown")
    return records
