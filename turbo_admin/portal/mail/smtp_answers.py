"""What an SMTP answer means for the mail, and for the rest of the queue."""

from turbo_admin.portal.mail.classification import classify
from turbo_admin.portal.mail.failure_reasons import (
    ACCOUNT,
    CONTENT,
    POLICY,
    REFUSED,
    REFUSED_ALL,
    TOO_BIG,
    UNREACHABLE,
    WAITING,
    in_words,
)
from turbo_admin.portal.mail.redaction import decode_answer

# Reasons that add nothing to a temporary refusal but « wait ».
_WAITING = {REFUSED.code, POLICY.code, CONTENT.code, UNREACHABLE.code}


class MailRejected(Exception):
    """The mail is refused for good.

    Args:
        reason: French, in a few words, without the address.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MailDelayed(Exception):
    """The mail is refused for now.

    Args:
        reason: French, in a few words, without the address.
        everyone: whether the server accepts no mail at all for now, so that the queue stops.
        trouble: a code of `failure_reasons.REASONS` when the host has something to repair; empty when the recipient's side is at fault.
    """

    def __init__(self, reason: str, *, everyone: bool, trouble: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.everyone = everyone
        self.trouble = trouble


def from_recipient(code: int, text: bytes | str, to: str) -> MailRejected | MailDelayed:
    """Return the exception for an answer to RCPT or DATA.

    Args:
        code: of SMTP, 400 or more.
        text: its text, of one line or several.
        to: the recipient's address, which is redacted.
    """
    said = decode_answer(text)
    reason = classify(code, said)
    if reason.effect in {"queue", "sender"}:
        words = in_words(reason, code, said, to)
        return MailDelayed(words, everyone=reason.effect == "queue", trouble=reason.code)
    if code >= 500 and reason.effect == "never":
        return MailRejected(in_words(reason, code, said, to))
    return MailDelayed(
        in_words(WAITING if reason.code in _WAITING else reason, code, said, to), everyone=False
    )


def from_sender_or_greeting(code: int, text: bytes | str) -> MailRejected | MailDelayed:
    """Return the exception for an answer to the greeting or to MAIL FROM."""
    said = decode_answer(text)
    reason = classify(code, said)
    if reason is TOO_BIG:
        return MailRejected(in_words(reason, code, said))
    # No recipient has been named yet: whatever the words say, it is about us.
    if reason.effect not in {"queue", "sender"}:
        reason = REFUSED_ALL
    return MailDelayed(in_words(reason, code, said), everyone=True, trouble=reason.code)


def from_login(code: int, text: bytes | str) -> MailDelayed:
    """Return the exception for a refused login."""
    return MailDelayed(in_words(ACCOUNT, code, decode_answer(text)), everyone=True, trouble=ACCOUNT.code)
