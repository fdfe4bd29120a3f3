"""What one PC of the office sets for itself; several PCs may share the database."""

from typing import Any

from sqlalchemy.orm import Session

from turbo_admin.store.engine.school_tables import PcSettingTable


def read(session: Session, workstation: str, name: str) -> dict[str, Any]:
    """Return what a PC has set under a name, empty for nothing."""
    row = session.get(PcSettingTable, (workstation, name))
    return dict(row.value) if row else {}


def keep(session: Session, workstation: str, name: str, value: dict[str, Any]) -> None:
    """Keep what a PC sets under a name, in place of what it had set before. No secret: see `outside.pc.vault`."""
    session.merge(PcSettingTable(workstation=workstation, name=name, value=value))
