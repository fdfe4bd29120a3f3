"""Enqueues the end of provisional passwords for the portal."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from turbo_admin.protocol.changes import RevokeIssue
from turbo_admin.store import outbox
from turbo_admin.store.engine.account_records import SheetRecord
from turbo_admin.store.engine.ids import new_id

KIND = "issue.revoke"


def enqueue_revoked(
    session: Session, uai: str, sheets: Sequence[SheetRecord], request_ids: Sequence[str]
) -> None:
    """Have the portal end the passwords of sheets; the requests that they answered wait there again."""
    outbox.enqueue(
        session,
        uai,
        KIND,
        [
            (
                new_id(),
                RevokeIssue(
                    account_id=sheet.account_id, link_hash=sheet.link_hash, request_ids=list(request_ids)
                ),
            )
            for sheet in sheets
        ],
    )
