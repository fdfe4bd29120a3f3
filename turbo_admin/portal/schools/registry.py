"""Schools: the host's acts on them, and what pages read of one."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, text

from turbo_admin.core.errors import Refused, Unreachable
from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.uai import parse_uai
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.base.events import append_event
from turbo_admin.portal.schools.pairing import new_code
from turbo_admin.protocol import codec
from turbo_admin.protocol.events import FeedRestored
from turbo_admin.protocol.settings import Settings

_FIND = text("SELECT name, CAST(settings AS text), last_sync_at FROM school WHERE school_id = :uai")
_INSERT = text(
    "INSERT INTO school (school_id, name, settings, created_at, search)"
    " VALUES (:uai, :name, CAST(:settings AS jsonb), :now, :search) ON CONFLICT DO NOTHING"
)
_SEARCH = text("SELECT school_id, name, address FROM find_schools(CAST(:patterns AS text[]))")
_POSTCODE = re.compile(r"^\d{5}\s+|\s+cedex(\s+\d+)?$", re.IGNORECASE | re.ASCII)
# Fewer letters would match most schools, and the list of all is never shown.
LEAST_LETTERS = 3
MOST_FOUND = 20
# Each word is one more LIKE pattern.
_MOST_WORDS = 8
_COUNTER = text("INSERT INTO school_counter (school_id) VALUES (:uai) ON CONFLICT DO NOTHING")
_NEW_EPOCH = text("UPDATE meta SET epoch = CAST(gen_random_uuid() AS text)")
_SCHOOLS = text("SELECT school_id, name FROM school ORDER BY school_id")
# A number far beyond any that was given since the copy, so that no position names two events.
_JUMP = text(
    "UPDATE school_counter SET last = last + 1000000 + CAST(floor(random() * 999999000000) AS bigint)"
    " WHERE school_id = :uai"
)
_HELD = text(
    "SELECT s.last_sync_at, (SELECT count(*) FROM diner d WHERE d.school_id = s.school_id),"
    " (SELECT count(*) FROM account a WHERE a.school_id = s.school_id AND a.state <> 'closed'),"
    " (SELECT count(*) FROM account_request r WHERE r.school_id = s.school_id AND r.state = 'received'),"
    " (SELECT count(DISTINCT p.account_id) FROM provisional p WHERE p.school_id = s.school_id),"
    " (SELECT count(*) FROM mail m WHERE m.school_id = s.school_id AND m.state IN ('queued', 'retry', 'sending'))"
    " FROM school s WHERE s.school_id = :uai"
)
# What the copy had lent may have been used, revoked or mailed since.
_SUSPEND = (
    text("UPDATE school SET suspended_at = :now WHERE school_id = :uai"),
    text("DELETE FROM session WHERE school_id = :uai"),
    text("DELETE FROM provisional WHERE school_id = :uai AND origin = 'forgotten'"),
    text("DELETE FROM email_change WHERE school_id = :uai"),
    text(
        "UPDATE mail SET state = 'failed', sealed = NULL, claimed_at = NULL,"
        " last_error = 'annulé : portail remis à partir d’une sauvegarde'"
        " WHERE school_id = :uai AND state IN ('queued', 'retry', 'sending')"
    ),
)
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class PortalSchool:
    """A school as its pages show it.

    Attributes:
        school_id: its UAI.
        name: as the office set it, else as the host did.
        last_sync_at: UTC, the end of the last synchronisation that finished; None before the first.
    """

    school_id: str
    name: str
    settings: Settings
    last_sync_at: datetime | None


@dataclass(frozen=True, slots=True)
class FoundSchool:
    """A school that a family may mean.

    Attributes:
        town: from its address, empty when it has none.
    """

    uai: str
    name: str
    town: str


@dataclass(frozen=True, slots=True)
class RestoredSchool:
    """A school whose portal was put back from a copy, and that waits for its office to agree.

    Attributes:
        code: a pairing code, for an office that has lost its key; shown this once.
        last_sync_at: UTC, the last synchronisation that the copy knows; None for none.
        diners, accounts, requests: how many the copy holds.
        provisional: how many accounts have a provisional password, which opens nothing until the office has bound.
        dropped_mails: how many waited in the copy, and never leave.
    """

    uai: str
    name: str
    code: str
    last_sync_at: datetime | None
    diners: int
    accounts: int
    requests: int
    provisional: int
    dropped_mails: int


@dataclass(frozen=True, slots=True)
class PortalIdentity:
    """Identity of this portal's database.

    Attributes:
        epoch: changes when a backup is restored.
        mail_public_key: X25519, 32 bytes.
    """

    epoch: str
    mail_public_key: bytes


def find_school(connection: Connection, uai: str) -> PortalSchool | None:
    """Return the school of this transaction (`PortalDatabase.school(uai)`), None when there is none."""
    row = connection.execute(_FIND, {"uai": uai}).one_or_none()
    if row is None:
        return None
    name, settings, last_sync_at = row
    return PortalSchool(uai, name, codec.decode(settings.encode(), Settings), last_sync_at)


def search_words(uai: str, settings: Settings) -> str:
    """Return the folded text that searches look in: name, UAI, address, card code."""
    return fold(" ".join((settings.name, uai, settings.address, settings.site_code)))


def search_schools(connection: Connection, typed: str) -> list[FoundSchool] | None:
    """Return the schools that match all words, by name, at most `MOST_FOUND` + 1.

    Args:
        connection: of `PortalDatabase.host`.

    Returns:
        None for fewer than `LEAST_LETTERS` letters and digits.
    """
    words = fold(typed).split()[:_MOST_WORDS]
    if sum(map(len, words)) < LEAST_LETTERS:
        return None
    # No escaping: folded words contain no %, _ or backslash.
    rows = connection.execute(_SEARCH, {"patterns": [f"%{word}%" for word in words]})
    return [FoundSchool(uai, name, town(address)) for uai, name, address in rows]


def town(address: str) -> str:
    """Return the town of an address: its last line, without the postcode."""
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    return _POSTCODE.sub("", _POSTCODE.sub("", lines[-1])).strip() if lines else ""


def only_school(connection: Connection) -> str | None:
    """Return the UAI of the one school of this portal, None when it has none or several. For `PortalDatabase.host`."""
    found = connection.scalar(text("SELECT only_school()"))
    return None if found is None else str(found)


def read_identity(connection: Connection) -> PortalIdentity:
    """Return the epoch and the key for which mails are sealed.

    Raises:
        Unreachable: `portal_mail_key_missing`: no mail worker has ever started on this database.
    """
    epoch, key = connection.execute(text("SELECT epoch, mail_public_key FROM meta")).one()
    if key is None:
        raise Unreachable("portal_mail_key_missing")
    return PortalIdentity(epoch, bytes(key))


def add_school(
    database: PortalDatabase,
    typed_uai: str,
    name: str,
    *,
    keep_codes: bool = False,
    now: datetime | None = None,
) -> str:
    """Create a school, or only a new pairing code when it exists already.

    Args:
        database: as `turbo_owner`.
        keep_codes: whether codes given before, and not used yet, stay valid.
        name: shown to families until the office sends its own; an existing school keeps its name.

    Returns:
        A pairing code, shown this once: only its hash is stored.

    Raises:
        Refused: `uai_shape`, `uai_key`, `school_name_empty`.
    """
    uai, now = parse_uai(typed_uai), now or datetime.now(UTC)
    name = " ".join(name.split())[:_LONGEST_NAME]
    if not name or not name.isprintable():
        raise Refused("school_name_empty")
    settings = codec.encode(Settings(name=name)).decode()
    with database.school(uai) as connection:
        # ON CONFLICT DO NOTHING: an existing school keeps its name and settings, and gets another code.
        search = search_words(uai, Settings(name=name))
        values = {"uai": uai, "name": name, "settings": settings, "now": now, "search": search}
        connection.execute(_INSERT, values)
        connection.execute(_COUNTER, {"uai": uai})
        return new_code(connection, uai, now=now, keep_earlier=keep_codes)


def declare_restored(database: PortalDatabase, *, now: datetime | None = None) -> list[RestoredSchool]:
    """Give a restored database a new epoch, so that offices see that it is not the one they know.

    Every office then stops and asks instead of going on, and whatever was still on its way from one is refused. Each
    school is suspended until its office has bound: requests are taken and own passwords open, provisional ones do not.
    Who was signed in has to sign in again: a session that had ended since the backup would be open once more. Mails that
    waited in the copy may have left since, and never will.

    Args:
        database: as `turbo_owner`.

    Returns:
        The schools, by UAI.
    """
    now = now or datetime.now(UTC)
    with database.host() as connection:
        connection.execute(_NEW_EPOCH)
        schools = connection.execute(_SCHOOLS).all()
    found = []
    for uai, name in schools:
        with database.school(uai) as connection:
            held = connection.execute(_HELD, {"uai": uai}).one()
            for statement in _SUSPEND:
                connection.execute(statement, {"uai": uai, "now": now})
            connection.execute(_JUMP, {"uai": uai})
            append_event(connection, uai, "feed.restored", FeedRestored(restored_at=now), at=now)
            found.append(RestoredSchool(uai, name, new_code(connection, uai, now=now), *held))
    return found
