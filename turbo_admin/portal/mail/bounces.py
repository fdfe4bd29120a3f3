"""What comes back: a server that took a mail and says afterwards that it could not deliver it.

A mail leaves under an address of its own, `retours+<message id>@…` (VERP), so whatever comes back to it names the mail;
the id is random, so nobody can invent the failure of another's mail. Where the host has no such address, the id is
looked for in the message that the notice quotes.

| what came back | what is done |
| --- | --- |
| delivery has failed (RFC 3464, and the formats that flufl.bounce knows) | the mail becomes « rejeté », the office is told |
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

from flufl.bounce import all_failures
from sqlalchemy import text

from turbo_admin.core.errors import Refused
from turbo_admin.portal.database import Database
from turbo_admin.portal.mail.fate import tell_mail_state
from turbo_admin.portal.mail.transport import rejection_words

Outcome = Literal["failed", "late", "not a bounce", "unknown"]
# A notice quotes headers, seldom more: whoever sends more sends something else.
LONGEST = 2 * 1024 * 1024
_OUR_ID = r"([0-9a-f]{32})"
_VERP = re.compile(rf"\+{_OUR_ID}@")
_MESSAGE_ID = re.compile(rf"<{_OUR_ID}@")
_RECIPIENTS = ("delivered-to", "x-original-to", "envelope-to", "to", "original-recipient")
_STATUS = re.compile(r"\b([45])\.(\d{1,3})\.(\d{1,3})\b")
_CODE = re.compile(r"\b([45]\d\d)\b")
_FIND = text(
    "SELECT school_id, mail_id, kind, account_id, request_id FROM mail"
    " WHERE message_id = :message_id AND state = 'sent'"
)
_FAIL = text(
    "UPDATE mail SET state = 'failed', last_error = :reason"
    " WHERE school_id = :uai AND mail_id = :mail_id AND state = 'sent'"
)


def take_notice(database: Database, raw: bytes, *, now: datetime | None = None) -> Outcome:
    """Understand one message that came back, and tell the office when a mail has failed. The same again changes nothing.

    Args:
        database: as `turbo_worker`.
        raw: the message as it arrived.

    Returns:
        `unknown` for the failure of a mail that is not ours, or known already.

    Raises:
        Unreachable: the database; the message is to be kept and given again.
    """
    message = email.message_from_bytes(raw[:LONGEST], policy=email.policy.compat32)
    late, failed = _failures(message)
    if not failed:
        return "late" if late else "not a bounce"
    ids, reason = _ids(message), _reason(message)
    return (
        "failed" if any(_fail(database, one, reason, now or datetime.now(UTC)) for one in ids) else "unknown"
    )


def read_maildir(database: Database, folder: Path) -> Counter[str]:
    """Take the new messages of a Maildir; each is marked as read once it has been understood, and stays.

    Args:
        database: as `turbo_worker`.
        folder: with `cur`, `new` and `tmp`.

    Returns:
        Outcome -> how many.

    Raises:
        Refused: `portal_maildir`.
        Unreachable: the database; what was not read yet stays new.
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
            found[take_notice(database, message.as_bytes())] += 1
            message.set_subdir("cur")
            message.add_flag("S")
            box[name] = message
    except OSError as error:
        raise Refused("portal_maildir", folder=folder) from error
    finally:
        box.close()
    return found


def _failures(message: Message) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """Return the addresses whose delivery is late, and those where it has failed."""
    if "from" not in message:
        message["From"] = "<>"  # one of the detectors counts on it
    try:
        return all_failures(message)
    except Exception:  # anybody may write to this address, and the detectors were written for servers
        return frozenset(), frozenset()


def _fail(database: Database, message_id: str, reason: str, now: datetime) -> bool:
    with database.host() as connection:
        mail = connection.execute(_FIND, {"message_id": message_id}).one_or_none()
    if mail is None:
        return False
    with database.school(mail.school_id) as connection:
        values = {"uai": mail.school_id, "mail_id": mail.mail_id, "reason": reason}
        if connection.execute(_FAIL, values).rowcount != 1:
            return False
        tell_mail_state(connection, mail, "failed", reason, now)
    return True


def _ids(message: Message) -> list[str]:
    """Return the ids of mails of ours that it may be about: of its address first, else of what it quotes."""
    addressed = [
        found
        for name in _RECIPIENTS
        for value in message.get_all(name, [])
        for found in _VERP.findall(str(value))
    ]
    quoted = (found for line in _quoted(message) for found in _MESSAGE_ID.findall(line))
    return list(dict.fromkeys(addressed or quoted))


def _quoted(message: Message) -> Iterator[str]:
    for part in message.walk():
        yield from (str(value) for value in part.get_all("message-id", []) if part is not message)
        if part.get_content_type() in {"text/rfc822-headers", "text/plain"}:
            payload = part.get_payload(decode=True)
            yield payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    yield from (str(value) for name in ("references", "in-reply-to") for value in message.get_all(name, []))


def _reason(message: Message) -> str:
    """Return why, in the office's words; the server's own text may quote the address, so nothing of it is kept."""
    for part in message.walk():
        told = " ".join(str(part.get(name, "")) for name in ("status", "diagnostic-code"))
        status, code = _STATUS.search(told), _CODE.search(told)
        if status or code:
            return rejection_words(int(code[1]) if code else 550, status[0] if status else "")
    return rejection_words(550, "")
