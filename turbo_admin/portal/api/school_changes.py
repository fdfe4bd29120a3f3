"""What the office says of the school itself and of its diners."""

from collections.abc import Sequence

from sqlalchemy import text

from turbo_admin.portal.api.change_context import (
    ChangeContext,
    ChangeRefusal,
    ChangeRefused,
    ReceivedChange,
    Refusals,
    valid_address,
)
from turbo_admin.portal.schools.registry import search_words
from turbo_admin.protocol import codec
from turbo_admin.protocol.settings import Settings
from turbo_admin.protocol.states import DinerState

_SETTINGS = text(
    "UPDATE school SET settings = CAST(:settings AS jsonb), name = coalesce(nullif(:name, ''), name), search = :search"
    " WHERE school_id = :uai"
)
_DINERS = text(
    'INSERT INTO diner (school_id, diner_id, last_name, first_name, class_name, "left")'
    ' SELECT :uai, id, last_name, first_name, class_name, "left" FROM json_to_recordset(CAST(:rows AS json))'
    ' AS new (id text, last_name text, first_name text, class_name text, "left" boolean)'
    " ON CONFLICT (school_id, diner_id) DO UPDATE SET last_name = excluded.last_name,"
    ' first_name = excluded.first_name, class_name = excluded.class_name, "left" = excluded."left"'
)
_ERASE_DINERS = text("DELETE FROM diner WHERE school_id = :uai AND diner_id = ANY(CAST(:keys AS text[]))")


def change_settings(context: ChangeContext, change: ReceivedChange[Settings]) -> None:
    """`settings`: how the school shows itself."""
    if change.key != "school":
        raise ChangeRefused(ChangeRefusal.BAD_BODY)
    for address in (change.body.email, change.body.request_alert_email, change.body.mail_reply_to):
        if address:
            valid_address(address)
    body, search = change.body, search_words(context.uai, change.body)
    context.run(_SETTINGS, settings=codec.encode(body).decode(), name=body.name.strip(), search=search)


def change_diners(context: ChangeContext, changes: Sequence[ReceivedChange[DinerState]]) -> Refusals:
    """`diner`: all of them in one statement."""
    if anew := [change.key for change in changes if change.is_anew]:
        erase_diners(context, anew)
    rows = [
        {
            "id": change.key,
            "last_name": change.body.last_name,
            "first_name": change.body.first_name,
            "class_name": change.body.class_name,
            "left": change.body.left,
        }
        for change in changes
    ]
    context.run_rows(_DINERS, rows)
    return {}


def erase_diners(context: ChangeContext, keys: Sequence[str]) -> None:
    """Erase diners, and take them from the accounts that hold them."""
    context.run(_ERASE_DINERS, keys=list(keys))
