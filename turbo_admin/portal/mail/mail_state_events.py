"""Telling the office what became of a mail."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row

from turbo_admin.portal.base.events import append_event
from turbo_admin.protocol.events import MailState

# Kinds of mail whose every state the office is sent; of the others it gets « failed » alone.
_FOLLOWED = frozenset({"identifiants", "refus", "vigilance"})


def append_mail_state(
    connection: Connection,
    mail: Row[Any],
    state: Literal["sent", "retry", "failed"],
    reason: str,
    now: datetime,
    *,
    first_try: bool = True,
    moot: bool = False,
) -> None:
    """Append the event, if the office follows this kind of mail that far; in the transaction of the fact.

    Args:
        mail: with school_id, mail_id, kind, account_id and request_id.
        reason: French, empty for `sent`.
        first_try: of several failures of one kind, the office is sent the first.
        moot: it was not tried, since what it holds opens nothing any more.
    """
    if mail.kind in _FOLLOWED:
        followed = state != "retry" or first_try
    else:
        followed = state == "failed" and not moot and bool(mail.account_id or mail.request_id)
    if followed:
        body = MailState(
            mail_id=mail.mail_id,
            mail_kind=mail.kind,
            state=state,
            at=now,
            reason=reason,
            account_id=mail.account_id,
            request_id=mail.request_id,
        )
        append_event(connection, mail.school_id, "mail.state", body, at=now)
