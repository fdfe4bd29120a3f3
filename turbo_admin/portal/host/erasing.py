"""Erasing for good: by the retention rule, one family, or one school. A dry run deletes and rolls back to count.

| data | kept for |
| --- | --- |
| a request in any state | 12 months after it was received |
| an account that is closed, or all of whose diners have left | 12 months after that |
| a diner who has left | 12 months after that |
| a mail sent or given up | 12 months after it was queued |
| a workstation's key that was revoked, a pairing code | 12 months after its end |

The rule is the office's too (`turbo_admin.office` erases its own side), and it is told of each request, account and diner
that goes here. What makes a synchronisation safe is never erased: ids, revisions and hashes of what was done hold
nobody's data.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from turbo_admin.core.emails import email_key, parse_email
from turbo_admin.core.errors import Refused
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.base.told_states import erase_told_states, lock_school
from turbo_admin.portal.host.clock_watch import check_clock
from turbo_admin.portal.schools.overview import schools_of

MONTHS = 12
# A school year ends with August, in Paris.
_PARIS, _SEPTEMBER = ZoneInfo("Europe/Paris"), 9
_YEAR = re.compile(r"(20\d\d)\s*[-/]\s*(20\d\d)")

# French name -> statement. Attachments, passwords and sessions are deleted by foreign keys (ON DELETE CASCADE).
_BY_RULE = {
    "demandes": "DELETE FROM account_request WHERE school_id = :uai AND received_at < :before RETURNING request_id",
    "comptes": "DELETE FROM account a WHERE school_id = :uai AND (a.closed_at < :before OR ("
    " SELECT max(coalesce(d.left_at, 'infinity')) < :before FROM attachment t"
    " JOIN diner d USING (school_id, diner_id) WHERE t.school_id = :uai AND t.account_id = a.account_id))"
    " RETURNING account_id",
    "hôtes": "DELETE FROM diner WHERE school_id = :uai AND left_at < :before RETURNING diner_id",
    "courriels": "DELETE FROM mail WHERE school_id = :uai AND state IN ('sent', 'failed') AND created_at < :before",
    "clés retirées": "DELETE FROM workstation_key WHERE school_id = :uai AND revoked_at < :before",
    "codes de liaison": "DELETE FROM pairing_code WHERE school_id = :uai AND expires_at < :before",
}
# Of these the office has told states: a statement that erases some returns their keys.
_KINDS = {"demandes": "request", "comptes": "account", "hôtes": "diner"}
_ACCOUNTS_OF = text(
    "SELECT account_id, login, email_key, state FROM account WHERE school_id = :uai"
    " AND (login_low = lower(:who) OR (:key <> '' AND email_key = :key))"
)
_UNHEARD = text(
    "SELECT count(*) FROM event WHERE school_id = :uai AND body IS NOT NULL AND acknowledged_at IS NULL"
    " AND (body->>'account_id' = ANY(:accounts) OR lower(body->>'email') = ANY(:emails)"
    " OR body->>'request_id' = ANY(:requests))"
)
_REQUESTS_OF = text(
    "SELECT request_id FROM account_request WHERE school_id = :uai AND lower(email) = ANY(:emails)"
)
_OF_FAMILY = {
    "comptes": "DELETE FROM account WHERE school_id = :uai AND account_id = ANY(:accounts)"
    " RETURNING account_id",
    "demandes": "DELETE FROM account_request WHERE school_id = :uai AND request_id = ANY(:requests)"
    " RETURNING request_id",
    "courriels": "DELETE FROM mail WHERE school_id = :uai AND (account_id = ANY(:accounts)"
    " OR request_id = ANY(:requests) OR lower(to_address) = ANY(:emails))",
    "événements": "UPDATE event SET body = NULL WHERE school_id = :uai AND body IS NOT NULL"
    " AND (body->>'account_id' = ANY(:accounts) OR lower(body->>'email') = ANY(:emails)"
    " OR body->>'request_id' = ANY(:requests))",
}
# Nearly all of a school's rows cascade from its row; the others are listed to be counted.
_OF_SCHOOL = {
    "demandes": "DELETE FROM account_request WHERE school_id = :uai",
    "comptes": "DELETE FROM account WHERE school_id = :uai",
    "hôtes": "DELETE FROM diner WHERE school_id = :uai",
    "courriels": "DELETE FROM mail WHERE school_id = :uai",
    "événements": "DELETE FROM event WHERE school_id = :uai",
    "clés": "DELETE FROM workstation_key WHERE school_id = :uai",
    "établissement": "DELETE FROM school WHERE school_id = :uai",
}
# After the school's row, which a running batch locks: what the batch has written is visible by then.
_UNCHECKED = (
    text("DELETE FROM change_state WHERE school_id = :uai"),
    text("DELETE FROM diner WHERE school_id = :uai"),
)


def year_end(typed: str) -> datetime:
    """Return when a school year ends: `2024-2025` -> the first moment of September 2025, UTC.

    Raises:
        Refused: `school_year_shape`.
    """
    found = _YEAR.fullmatch(typed.strip())
    if not found or int(found[2]) != int(found[1]) + 1:
        raise Refused("school_year_shape", typed=typed)
    return datetime(int(found[2]), _SEPTEMBER, 1, tzinfo=_PARIS).astimezone(UTC)


def last_allowed(now: datetime) -> datetime:
    """Return the moment before which nothing has to be kept any more: `MONTHS` ago."""
    back = now.astimezone(_PARIS)
    # 29 February has no counterpart a year earlier.
    day = min(back.day, 28) if back.month == 2 else back.day
    return back.replace(year=back.year - MONTHS // 12, day=day).astimezone(UTC)


def erase_old(
    database: PortalDatabase, uai: str = "", *, year: str = "", really: bool, now: datetime | None = None
) -> dict[str, Counter[str]]:
    """Erase what the rule no longer allows to keep, school by school.

    Args:
        database: as `turbo_owner`.
        uai: empty for all schools.
        year: `2024-2025` erases what ended by the end of that school year, instead of twelve months ago.
        really: False counts only.

    Returns:
        School -> what -> how many; nothing for what there is none of.

    Raises:
        Refused: `portal_school_unknown`, `school_year_shape`, `school_year_too_young`, `portal_clock_unsteady`.
    """
    now = now or datetime.now(UTC)
    before = last_allowed(now)
    if year:
        if year_end(year) > before:
            raise Refused("school_year_too_young", year=year, months=MONTHS)
        before = year_end(year)
    found = {}
    if really:
        check_clock(database, now)
    for one in schools_of(database, uai):
        with database.school(one) as connection, _undone_unless(connection, really):
            values = {"uai": one, "before": before}
            found[one] = _run_and_tell(connection, _BY_RULE, values, now=now)
    return found


def erase_family(
    database: PortalDatabase, uai: str, who: str, *, even_open: bool = False, really: bool
) -> Counter[str]:
    """Erase a family's accounts, requests and mails of one school.

    Its accounts have to be closed first, by the family or by the office. One that no office knows, its database being
    lost, cannot be.

    Args:
        database: as `turbo_owner`.
        who: an identifiant or an e-mail address.
        even_open: erase accounts that are not closed as well; an office that knows them is told.
        really: False counts only.

    Returns:
        What -> how many.

    Raises:
        Refused: `portal_school_unknown`, `portal_nobody`, `portal_account_open`, `portal_events_unheard`.
    """
    [uai] = schools_of(database, uai)
    with database.school(uai) as connection, _undone_unless(connection, really):
        values = _family(connection, uai, who, even_open=even_open)
        if connection.scalar(_UNHEARD, values) and not even_open:
            raise Refused("portal_events_unheard")
        return _run_and_tell(connection, _OF_FAMILY, values, now=datetime.now(UTC))


def _family(connection: Connection, uai: str, who: str, *, even_open: bool) -> dict[str, object]:
    address = _address(who)
    accounts = connection.execute(_ACCOUNTS_OF, {"uai": uai, "who": who.strip(), "key": address}).all()
    if any(one.state != "closed" for one in accounts) and not even_open:
        raise Refused("portal_account_open")
    emails = sorted({address, *(one.email_key for one in accounts)} - {""})
    requests = list(connection.scalars(_REQUESTS_OF, {"uai": uai, "emails": emails}))
    if not accounts and not requests:
        raise Refused("portal_nobody", who=who)
    return {
        "uai": uai,
        "accounts": [one.account_id for one in accounts],
        "emails": emails,
        "requests": requests,
    }


def _address(typed: str) -> str:
    try:
        return email_key(parse_email(typed))
    except Refused:
        return ""


def erase_school(database: PortalDatabase, uai: str, *, really: bool) -> Counter[str]:
    """Erase a school with all that it has.

    Args:
        database: as `turbo_owner`.
        really: False counts only.

    Returns:
        What -> how many.

    Raises:
        Refused: `portal_school_unknown`.
    """
    [uai] = schools_of(database, uai)
    with database.school(uai) as connection, _undone_unless(connection, really):
        found = _run(connection, _OF_SCHOOL, {"uai": uai})
        for delete in _UNCHECKED:
            connection.execute(delete, {"uai": uai})
        return found


@contextmanager
def _undone_unless(connection: Connection, really: bool) -> Iterator[None]:
    """Run a block in a savepoint, rolled back unless `really`."""
    inner = connection.begin_nested()
    try:
        yield
    finally:
        if inner.is_active and not really:
            inner.rollback()
    if really:
        inner.commit()


def _run_and_tell(
    connection: Connection, statements: Mapping[str, str], values: Mapping[str, object], *, now: datetime
) -> Counter[str]:
    """Run statements, and tell the office of the records among what they erase."""
    lock_school(connection, str(values["uai"]))
    found, keys = Counter[str](), dict[str, list[str]]()
    for what, statement in statements.items():
        result = connection.execute(text(statement), values)
        if what in _KINDS:
            keys[_KINDS[what]] = list(result.scalars())
            found[what] = len(keys[_KINDS[what]])
        else:
            found[what] = result.rowcount
    erase_told_states(connection, str(values["uai"]), keys, now=now)
    return +found


def _run(connection: Connection, statements: Mapping[str, str], values: Mapping[str, object]) -> Counter[str]:
    found = {what: connection.execute(text(one), values).rowcount for what, one in statements.items()}
    return +Counter(found)
