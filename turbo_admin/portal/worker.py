"""The mail worker; between mails it has the periodic cleaning done.

A mail is claimed (`sending`) in one transaction and settled in another, so no lock is held while a server thinks.
A worker that dies in between leaves a claim that another takes over after a while, with the same Message-ID.
"""

import socket
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from select import select
from typing import Any, Literal
from urllib.parse import urlsplit

import psycopg
import structlog
from sqlalchemy import Row, text

from turbo_admin.core.credentials import Provisional, hash_token
from turbo_admin.core.errors import BadData, Refused, Unreachable
from turbo_admin.core.mails.letters import write
from turbo_admin.core.mails.told import DATA
from turbo_admin.core.sealing import public_mail_key, unseal_for_mail
from turbo_admin.portal.cleaning import clean
from turbo_admin.portal.database import Database
from turbo_admin.portal.mail.fate import tell_mail_state
from turbo_admin.portal.mail.message import Envelope, build
from turbo_admin.portal.mail.pace import Pace, Pause
from turbo_admin.portal.mail.queue import CHANNEL
from turbo_admin.portal.mail.texts import site_of
from turbo_admin.portal.mail.transport import Delayed, Rejected, Transport
from turbo_admin.portal.tongues import Tongues
from turbo_admin.portal.watch import tell_silence
from turbo_admin.protocol import codec
from turbo_admin.protocol.changes import Settings

# After each failed try; the last one repeats until the mail has waited for too long.
_BLOCKED_WAIT = timedelta(minutes=10)
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
GIVE_UP_AFTER = timedelta(hours=48)
# A claim older than this belongs to a worker that died.
STALE_CLAIM = timedelta(minutes=5)
# So many are claimed together, since a claim waits for the disk. Each is still settled before the next is sent: a
# worker that dies leaves one mail of which nobody knows whether it has left.
_AT_ONCE = 8
# One that has been held for longer, by a slow server, is left to whoever comes next, well before its claim is stale.
_HELD_AT_MOST = STALE_CLAIM / 2
# How long nobody tries when the mail server takes nothing at all.
_PAUSE_S = 20.0
# A database that comes back after a crash does so within a second; one that is down for longer is asked less often.
_RECONNECT_S, _LONGEST_RECONNECT_S = 0.5, 8.0
_LONGEST_SLEEP_S = 60.0
_CLEAN_EVERY = timedelta(hours=1)
# The mails that open an account: they leave only as long as what they hold still does.
_OPENING = frozenset({"identifiants", "oubli"})

_log = structlog.get_logger("courriels")

_CLAIM = text(
    # Materialized: looked for once, whatever the plan, or more than so many would be claimed.
    "WITH due AS MATERIALIZED (SELECT school_id, mail_id FROM mail"
    " WHERE state IN ('queued', 'retry', 'sending') AND CASE WHEN state = 'sending' THEN claimed_at < :stale"
    " ELSE next_at <= :now OR expires_at <= :now END"
    " ORDER BY next_at LIMIT :many FOR UPDATE SKIP LOCKED)"
    " UPDATE mail m SET state = 'sending', claimed_at = :now, attempts = attempts + 1"
    " FROM due JOIN school s USING (school_id) CROSS JOIN meta"
    " WHERE m.school_id = due.school_id AND m.mail_id = due.mail_id"
    " RETURNING m.school_id, m.mail_id, m.kind, m.to_address, CAST(m.data AS text) AS data, m.sealed, m.message_id,"
    " m.attempts, m.account_id, m.request_id, m.created_at, m.expires_at, m.claimed_at, m.next_at,"
    " CAST(s.settings AS text) AS settings, meta.public_url"
)
_SETTLE = text(
    "UPDATE mail SET state = :state, last_error = :reason, next_at = :next_at, claimed_at = NULL,"
    " sent_at = CASE WHEN :state = 'sent' THEN CAST(:now AS timestamptz) END,"
    " sealed = CASE WHEN :state = 'retry' THEN sealed END"
    " WHERE school_id = :uai AND mail_id = :mail_id AND state = 'sending' AND claimed_at = :claimed_at"
    # What the office is told of it belongs to the same transaction, bound to its school.
    " RETURNING set_config('app.school_id', school_id, true)"
)
# It was not tried: that is no attempt.
_PUT_BACK = text(
    "UPDATE mail SET state = CASE WHEN attempts > 1 THEN 'retry' ELSE 'queued' END, attempts = attempts - 1,"
    " next_at = :at, claimed_at = NULL"
    " WHERE school_id = :uai AND mail_id = :mail_id AND state = 'sending' AND claimed_at = :claimed_at"
)
# The others for a domain that has had enough need not be tried one by one.
_HOLD_BACK = text(
    "UPDATE mail SET next_at = :at WHERE state IN ('queued', 'retry') AND next_at < :at"
    " AND lower(split_part(to_address, '@', 2)) = :domain"
)
_NEXT_DUE = text(
    "SELECT min(CASE WHEN state = 'sending' THEN claimed_at + CAST(:stale AS interval) ELSE next_at END)"
    " FROM mail WHERE state IN ('queued', 'retry', 'sending')"
)
_STILL_OPENS = text("SELECT still_opens(:account_id, :link_hash)")
_KEEP_KEY = text("UPDATE meta SET mail_public_key = :key WHERE mail_public_key IS DISTINCT FROM :key")


@dataclass(frozen=True, slots=True)
class Postman:
    """What the worker works with.

    Attributes:
        database: as `turbo_worker`.
        mail_key: the private key for which secrets are sealed, 32 bytes.
        sender: the address that mails come from; empty for `ne-pas-repondre@` the host of the portal.
        bounces: the address to which servers return what they cannot deliver; empty for the sender's.
        pace: how many mails may leave at once for one domain, one recipient.
        tongues: the languages that families may be written to in.
    """

    database: Database
    transport: Transport
    mail_key: bytes = field(repr=False)
    sender: str = ""
    bounces: str = ""
    pace: Pace = field(default_factory=Pace)
    tongues: Tongues = field(default_factory=Tongues)


@dataclass(frozen=True, slots=True)
class _Fate:
    """What became of a mail.

    Attributes:
        moot: it was not tried, since what it holds opens nothing any more.
        wait: until the next try, if it is not the usual one.
    """

    state: Literal["sent", "retry", "failed"]
    reason: str = ""
    everyone: bool = False
    moot: bool = False
    wait: timedelta | None = None


class _Blocked(Delayed):
    """The account is blocked: nothing is the matter with the mail, which leaves soon after the account is open again."""

    def __init__(self) -> None:
        super().__init__("le compte est bloqué", everyone=False)


class _Moot(Exception):
    """What the mail holds opens nothing any more: the account was closed, or the password used or replaced."""


# A mail that a server has taken or refused, and what became of it, not yet written down.
_Done = tuple[Row[Any], _Fate]


class Stopper:
    """Tells the worker to stop, from any thread or signal handler; a socket, so that it wakes a sleeping one."""

    def __init__(self) -> None:
        self._reader, self._writer = socket.socketpair()
        self.asked = False

    def ask(self) -> None:
        """Ask once or several times."""
        if not self.asked:
            self.asked = True
            self._writer.send(b"x")

    def fileno(self) -> int:
        """What becomes readable when it has been asked."""
        return self._reader.fileno()

    def close(self) -> None:
        """Let the sockets go."""
        self._reader.close()
        self._writer.close()


def publish_key(database: Database, mail_key: bytes) -> None:
    """Tell the portal for which key secrets are to be sealed from now on.

    Args:
        database: as `turbo_worker`.
        mail_key: the private one.
    """
    with database.host() as connection:
        connection.execute(_KEEP_KEY, {"key": public_mail_key(mail_key)})


def work_once(
    postman: Postman,
    *,
    now: datetime | None = None,
    held: list[_Done] | None = None,
    stop: Stopper | None = None,
) -> int:
    """Deal with every mail that is due, until none is left or the server takes nothing at all.

    Args:
        now: UTC; the clock's when absent.
        held: what a database gone away has kept from being written down; written first, and what cannot be
            written now is left there for the next call: a mail that was taken must not leave twice.
        stop: when it has been asked, nothing more is begun.

    Returns:
        How many were dealt with, sent or not.

    Raises:
        Unreachable: the database; what was claimed is taken over later.
    """
    done, held, claimed = 0, [] if held is None else held, deque[Row[Any]]()
    try:
        while True:
            while held:
                mail, fate = held[0]
                _settle(postman.database, mail, fate, now or _clock())
                del held[0]
                done += 1
                if fate.everyone or (stop is not None and stop.asked):
                    _put_back(postman.database, claimed, timedelta(), now or _clock())
                    return done
            if not claimed:
                claimed.extend(_claim(postman.database, now or _clock()))
            if not claimed:
                return done
            mail = claimed.popleft()
            if (now or _clock()) - mail.claimed_at > _HELD_AT_MOST:
                _put_back(postman.database, [mail], timedelta(), now or _clock())
                continue
            pause = postman.pace.take(mail.to_address, now or _clock())
            if pause:
                _hold_back(postman.database, mail, pause, now or _clock())
                continue
            held.append((mail, _try(postman, mail, now or _clock())))
    finally:
        postman.transport.close()


def run(postman: Postman, stop: Stopper) -> None:
    """Work until asked to stop: asleep on LISTEN between mails, so that one leaves as soon as it is queued."""
    publish_key(postman.database, postman.mail_key)
    cleaned, held, pause = datetime.min.replace(tzinfo=UTC), list[_Done](), _RECONNECT_S
    while not stop.asked:
        try:
            with _listening(postman.database) as ears:
                pause = _RECONNECT_S
                while not stop.asked:
                    if _clock() - cleaned > _CLEAN_EVERY:
                        clean(postman.database)
                        tell_silence(postman.database)
                        cleaned = _clock()
                    work_once(postman, held=held, stop=stop)
                    _sleep(ears, stop, _seconds_to_next(postman.database))
        except (Unreachable, psycopg.OperationalError):
            _log.warning("database_unreachable")
            select([stop.fileno()], [], [], pause)
            pause = min(2 * pause, _LONGEST_RECONNECT_S)


def _claim(database: Database, now: datetime) -> list[Row[Any]]:
    values = {"now": now, "stale": now - STALE_CLAIM, "many": _AT_ONCE}
    with database.begun(lambda connection: connection.execute(_CLAIM, values).all()) as (_, found):
        pass
    return sorted(found, key=lambda mail: mail.next_at)


def _put_back(database: Database, mails: Collection[Row[Any]], pause: timedelta, now: datetime) -> None:
    for mail in mails:
        values = {
            "uai": mail.school_id,
            "mail_id": mail.mail_id,
            "claimed_at": mail.claimed_at,
            "at": now + pause,
        }
        with database.school(mail.school_id) as connection:
            connection.execute(_PUT_BACK, values)


def _hold_back(database: Database, mail: Row[Any], pause: Pause, now: datetime) -> None:
    _put_back(database, [mail], pause.lasts, now)
    if pause.domain:
        with database.host() as connection:
            connection.execute(_HOLD_BACK, {"domain": pause.domain, "at": now + pause.lasts})


def _try(postman: Postman, mail: Row[Any], now: datetime) -> _Fate:
    if mail.expires_at is not None and mail.expires_at <= now:
        return _Fate("failed", "délai dépassé avant l’envoi")
    try:
        _send(postman, mail)
    except _Blocked as delay:
        return _Fate("retry", delay.reason, wait=_BLOCKED_WAIT)
    except Delayed as delay:
        late = now - mail.created_at >= GIVE_UP_AFTER
        return _Fate("failed" if late else "retry", delay.reason, delay.everyone)
    except Rejected as rejection:
        return _Fate("failed", rejection.reason)
    except _Moot:
        return _Fate("failed", "annulé avant l’envoi : ces identifiants ne servent plus", moot=True)
    except Refused:
        return _Fate("failed", "la clé des courriels du portail a changé")
    except (BadData, ValueError):
        return _Fate("failed", "ce courriel ne peut pas être écrit")
    return _Fate("sent")


def _send(postman: Postman, mail: Row[Any]) -> None:
    secret: Provisional | None = None
    if mail.sealed is not None:
        secret = unseal_for_mail(bytes(mail.sealed), postman.mail_key)
    if secret is not None and mail.kind in _OPENING:
        _check_opens(postman.database, mail, secret)
    if not mail.public_url:
        raise Delayed("le portail n’a encore jamais été servi", everyone=True)
    settings = codec.decode(mail.settings.encode(), Settings)
    sender = postman.sender or default_sender(mail.public_url)
    data = codec.decode(mail.data.encode(), DATA[mail.kind])
    envelope = Envelope(
        sender=sender,
        sender_name=settings.mail_sender_name or f"Espace Numérique – {settings.name}",
        to=mail.to_address,
        kind=mail.kind,
        message_id=mail.message_id,
        reply_to=settings.mail_reply_to or settings.email,
    )
    site, tongue = site_of(mail.school_id, mail.public_url, settings), postman.tongues.named(data.language)
    message = build(envelope, write(mail.kind, site, data, secret, tongue), at=mail.created_at)
    back_to = return_path(postman.bounces, mail.message_id) if postman.bounces else sender
    postman.transport.send(message, sender=back_to, to=mail.to_address)


def return_path(bounces: str, message_id: str) -> str:
    """Return the address that names the mail, should it come back: `retours+<message id>@exemple.fr`."""
    local, _, domain = bounces.rpartition("@")
    return f"{local}+{message_id}@{domain}"


def _check_opens(database: Database, mail: Row[Any], secret: Provisional) -> None:
    """Let no mail leave for nothing; one for a blocked account waits."""
    values = {"account_id": mail.account_id, "link_hash": hash_token(secret.link_token)}
    with database.school(mail.school_id) as connection:
        state = connection.scalar(_STILL_OPENS, values)
    if state == "blocked":
        raise _Blocked
    if state != "open":
        raise _Moot


def default_sender(public_url: str) -> str:
    """Return the address that mails come from when the host gave none."""
    host = urlsplit(public_url).hostname or ""
    is_name = "." in host and not host.replace(".", "").isdigit()
    return f"ne-pas-repondre@{host if is_name else 'localhost'}"


def _settle(database: Database, mail: Row[Any], fate: _Fate, now: datetime) -> None:
    """Write what became of it, and tell the office of the kinds it follows: both or neither."""
    wait = fate.wait or BACK_OFF[min(mail.attempts, len(BACK_OFF)) - 1]
    values = {
        "uai": mail.school_id,
        "mail_id": mail.mail_id,
        "claimed_at": mail.claimed_at,
        "state": fate.state,
        "reason": fate.reason,
        "now": now,
        "next_at": now + wait,
    }
    with database.begun(lambda one: one.execute(_SETTLE, values).rowcount == 1) as (connection, mine):
        if mine:
            first = mail.attempts == 1
            tell_mail_state(connection, mail, fate.state, fate.reason, now, first_try=first, moot=fate.moot)
    _log.info(
        "mail", uai=mail.school_id, mail_id=mail.mail_id, kind=mail.kind, state=fate.state, try_=mail.attempts
    )


def _seconds_to_next(database: Database) -> float:
    with database.host() as connection:
        due = connection.scalar(_NEXT_DUE, {"stale": STALE_CLAIM})
    if due is None:
        return _LONGEST_SLEEP_S
    left = float((due - _clock()).total_seconds())
    # Something due that was just left undone: the server takes nothing for now.
    return min(left, _LONGEST_SLEEP_S) if left > 0 else _PAUSE_S


@contextmanager
def _listening(database: Database) -> Iterator["psycopg.Connection[Any]"]:
    """Open a connection that hears of new mails; apart from the pool, since it lasts."""
    _, options = database.engine.dialect.create_connect_args(database.engine.url)
    with closing(psycopg.connect(**options, autocommit=True, connect_timeout=10)) as ears:
        ears.execute(f"LISTEN {CHANNEL}")
        yield ears


def _sleep(ears: "psycopg.Connection[Any]", stop: Stopper, seconds: float) -> None:
    """Sleep until a mail is queued, the time has come, or a stop is asked."""
    select([ears.fileno(), stop.fileno()], [], [], seconds)
    # What was heard meanwhile is one reason to look at the queue, not several.
    for _ in ears.notifies(timeout=0):
        pass


def _clock() -> datetime:
    return datetime.now(UTC)
