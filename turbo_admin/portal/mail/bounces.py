"""Processes bounces: notices of servers that accepted a mail and could not deliver it.

Each mail has a return path of its own, `retours+<message id>@…` (VERP), so a notice names its mail; the id is random, so
nobody can forge the failure of another's mail. Without such an address, the id is searched in the message that the
notice quotes.

| message | effect |
| --- | --- |
| delivery has failed (`bounce_notices`) | the mail becomes « rejeté », with an event for the office (`classification` gives the reason) |
| it has failed by our domain's or server's fault | the same, and the host sees it in `portal doctor` |
| delivery is only late | nothing |
| « je suis absent », or anything else | nothing |
"""

import email
import email.policy
import mailbox
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path
from typing import Literal

from sqlalchemy import text

from turbo_admin.core.errors import Refused
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.mail.bounce_notices import BounceNotice, read_notice, texts
from turbo_admin.portal.mail.classification import classify
from turbo_admin.portal.mail.failure_reasons import REFUSED, FailureReason, in_words
from turbo_admin.portal.mail.mail_state_events import append_mail_state
from turbo_admin.portal.mail.queue_state import note_trouble

BounceOutcome = Literal["failed", "late", "not a bounce", "unknown"]
# Bytes read of a message: ten times our largest mail, of which a notice quotes one.
LONGEST = 256 * 1024
_OUR_ID = r"([0-9a-f]{32})"
_VERP = re.compile(rf"\+{_OUR_ID}@", re.IGNORECASE)
_MESSAGE_ID = re.compile(rf"(?<![0-9a-z]){_OUR_ID}@|message-id\s*:\s*<?{_OUR_ID}\b", re.IGNORECASE)
_RECIPIENTS = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "original-recipient")
_FIND = text(
    "SELECT school_id, mail_id, kind, to_address, account_id, request_id FROM mail"
    " WHERE message_id = :message_id AND state = 'sent'"
)
_FAIL = text(
    "UPDATE mail SET state = 'failed', last_error = :reason"
    " WHERE school_id = :uai AND mail_id = :mail_id AND state = 'sent'"
)


def process_bounce(database: PortalDatabase, raw: bytes, *, now: datetime | None = None) -> BounceOutcome:
    """Process one notice: mark the mail as failed, and append an event for the office. Idempotent.

    Args:
        database: as `turbo_worker`.
        raw: the message as it arrived.

    Returns:
        `unknown` for the failure of a mail that is not ours, or known already.

    Raises:
        Unreachable: the database; keep the message and process it again.
    """
    message = email.message_from_bytes(raw[:LONGEST], policy=email.policy.compat32)
    notice = read_notice(message)
    if notice.outcome != "failed":
        return "late" if notice.outcome == "late" else "not a bounce"
    now = now or datetime.now(UTC)
    return "failed" if any(_fail(database, one, notice, now) for one in _ids(message)) else "unknown"


def read_maildir(database: PortalDatabase, folder: Path) -> Counter[str]:
    """Process the new messages of a Maildir; each is then marked as seen, and stays.

    Args:
        database: as `turbo_worker`.
        folder: with `cur`, `new` and `tmp`.

    Returns:
        Outcome -> how many.

    Raises:
        Refused: `portal_maildir`.
        Unreachable: the database; unprocessed messages stay new.
    """
    if not (folder / "new").is_dir():
        raise Refused("portal_maildir", folder=folder)
    found: Counter[str] = Counter()
    box = mailbox.Maildir(folder, create=False)
    try:
        for name in sorted(box.keys()):
            message = box.get_message(name)
            if "S" in message.get_flags():
                continue
            found[process_bounce(database, message.as_bytes())] += 1
            # Marked after the commit: a crash in between processes it twice, which changes nothing.
            message.set_subdir("cur")
            message.add_flag("S")
            box[name] = message
    except OSError as error:
        raise Refused("portal_maildir", folder=folder) from error
    finally:
        box.close()
    return found


def _fail(database: PortalDatabase, message_id: str, notice: BounceNotice, now: datetime) -> bool:
    with database.host() as connection:
        mail = connection.execute(_FIND, {"message_id": message_id}).one_or_none()
    if mail is None:
        return False
    reason = _reason(notice)
    words = in_words(reason, notice.code, notice.answer, mail.to_address)
    with database.school(mail.school_id) as connection:
        values = {"uai": mail.school_id, "mail_id": mail.mail_id, "reason": words}
        if connection.execute(_FAIL, values).rowcount != 1:
            return False
        if reason.effect == "sender":
            # Only our own words: anybody who received a mail could have written its notice.
            note_trouble(connection, reason.code, reason.words, now=now)
        append_mail_state(connection, mail, "failed", words, now)
    return True


def _reason(notice: BounceNotice) -> FailureReason:
    """Return the reason by the other server's answer, else by the letter around it."""
    reason = classify(notice.code, notice.answer, notice=True)
    return classify(notice.code, notice.letter, notice=True) if reason is REFUSED else reason


def _ids(message: Message) -> list[str]:
    """Return candidate message ids: those of the addresses it came to, else those in quoted text."""
    addressed = [
        found
        for name in _RECIPIENTS
        for value in message.get_all(name, [])
        for found in _VERP.findall(str(value))
    ]
    quoted = (found[1] or found[2] for text in _quoted(message) for found in _MESSAGE_ID.finditer(text))
    return list(dict.fromkeys(one.lower() for one in addressed or quoted))


def _quoted(message: Message) -> Iterator[str]:
    for part in message.walk():
        for name in ("message-id", "return-path", "original-envelope-id", "original-message-id"):
            yield from (f"{name}: {value}" for value in part.get_all(name, []) if part is not message)
    yield from texts(message, whole=True)
    yield from (str(value) for name in ("references", "in-reply-to") for value in message.get_all(name, []))
