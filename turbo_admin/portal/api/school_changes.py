"""What the office says of the school itself and of its diners."""

from collections.abc import Sequence

from sqlalchemy import text

from turbo_admin.portal.api.change_context import ChangeContext, ChangeRefused
from turbo_admin.portal.schools.registry import search_words
from turbo_admin.protocol import codec
from turbo_admin.protocol.changes import DinerState
from turbo_admin.protocol.settings import Settings

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


def change_settings(context: ChangeContext, key: str, body: Settings) -> None:
    """`settings`: how the school shows itself."""
    if key != "school":
        raise ChangeRefused("bad_body")
    search = search_words(context.uai, body)
    context.run(_SETTINGS, settings=codec.encode(body).decode(), name=body.name.strip(), search=search)


def change_diners(context: ChangeContext, diners: Sequence[tuple[str, DinerState]]) -> None:
    """`diner`: all those of a batch in one statement; each id stands there once."""
    rows = [
        {
            "id": key,
            "last_name": diner.last_name,
            "first_name": diner.first_name,
            "class_name": diner.class_name,
            "left": diner.left,
        }
        for key, diner in diners
    ]
    context.run_rows(_DINERS, rows)
