"""Events for the office about the state of its mails."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row

from turbo_admin.portal.base.events import append_event
from turbo_admin.protocol.events import MailState

# Kinds of which the office gets every state; of the others only « failed ».
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
    """Append the event if the office follows this kind and state; in the transaction that stores the state.

    Args:
        mail: with school_id, mail_id, kind, account_id and request_id.
        reason: French, empty for `sent`.
        first_try: of several failures of one kind, the office is sent the first.
        moot: it was not tried, because the password in it no longer opens anything.
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
