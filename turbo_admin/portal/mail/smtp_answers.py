"""What an SMTP answer changes for a mail, and for the others that wait."""

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

# What says no more of a temporary refusal than that one has to wait.
_WAITING = {REFUSED.code, POLICY.code, CONTENT.code, UNREACHABLE.code}


class MailRejected(Exception):
    """This mail will never be taken.

    Args:
        reason: French, in a few words, without the address.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MailDelayed(Exception):
    """Not now.

    Args:
        reason: French, in a few words, without the address.
        everyone: whether the server takes no mail at all for now, so that the others may as well wait.
        trouble: a code of `failure_reasons.REASONS` when the host has something to mend; empty when it is the recipient's.
    """

    def __init__(self, reason: str, *, everyone: bool, trouble: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.everyone = everyone
        self.trouble = trouble


def from_recipient(code: int, text: bytes | str, to: str) -> MailRejected | MailDelayed:
    """Return what the answer to a recipient, or to a whole mail, means.

    Args:
        code: of SMTP, 400 or more.
        text: its text, of one line or several.
        to: the recipient's address, of which nothing is kept.
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
    """Return what an answer means that was given before a recipient was named: to the greeting, or to our address."""
    said = decode_answer(text)
    reason = classify(code, said)
    if reason is TOO_BIG:
        return MailRejected(in_words(reason, code, said))
    if reason.effect not in {"queue", "sender"}:
        reason = REFUSED_ALL
    return MailDelayed(in_words(reason, code, said), everyone=True, trouble=reason.code)


def from_login(code: int, text: bytes | str) -> MailDelayed:
    """Return what the answer to our user and password means, when it was no."""
    return MailDelayed(in_words(ACCOUNT, code, decode_answer(text)), everyone=True, trouble=ACCOUNT.code)
