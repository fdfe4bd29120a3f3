"""Classifies a mail server's answer; one table for SMTP answers and for non-delivery notices.

Servers agree on the three digits, less on the enhanced status (Orange answers 5.1.1 for a full mailbox); their words and
their provider's own numbers are clearest. So the order is: number, words, status, digits. What nothing explains is
« refusé », with the server's words; « boîte inconnue » needs an explicit answer. Only clear trouble of our own account
stops the queue: words about the recipient outrank those about sender, quota or password, since a rule of one family's
mailbox says nothing about other mails.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from turbo_admin.portal.mail.answer_patterns import (
    FRAMES,
    PLAIN,
    RECIPIENT,
    UNKNOWN_WITH_STATUS,
    VAGUE,
    WORDS,
)
from turbo_admin.portal.mail.failure_reasons import (
    ACCOUNT,
    BAD_ADDRESS,
    BUSY,
    CLOSED,
    CONTENT,
    DOMAIN,
    FULL,
    LINK,
    NO_DOMAIN,
    NO_MAIL,
    POLICY,
    QUOTA,
    REFUSED,
    RELAY,
    REPUTATION,
    SENDER,
    TLS,
    TOO_BIG,
    UNKNOWN,
    UNREACHABLE,
    FailureReason,
)  # fmt: skip
from turbo_admin.portal.mail.redaction import without_addresses

_Table = Sequence[tuple[FailureReason, str]]

# Providers' own numbers. Those of Orange, Wanadoo and La Poste share their last digits (OFR_417, LPN007_510, OUK_513).
_ORANGE = re.compile(r"\b(?:ofr|lpn|ouk)[a-z0-9]{0,4}_?(\d{3})\b")
_ORANGE_NUMBERS = (
    (REPUTATION, r"10[0-37]|20\d|425|510|630"),
    (QUOTA, r"104|109|98\d|99\d"),
    (DOMAIN, r"39\d|401|51[579]|535"),
    (ACCOUNT, r"305|402"),
    (SENDER, r"40[35]|415|421"),
    (UNKNOWN, r"416"),
    (FULL, r"417"),
    (CLOSED, r"420|426"),
    (CONTENT, r"506|513|536"),
    (TOO_BIG, r"514"),
)
_NUMBERS = (
    (QUOTA, r"\bsfr_in_\d05\b|\brp-00\d\b"),
    (REPUTATION, r"\bsfr_in_\d\d\d\b|\bs31[45]0\b|\b(?:sc|dy)-00\d\b|\btss?0?\d\d\b"),
    (UNKNOWN, r"\(s20\d{6,}\)|p=nosuchuser"),
    (CLOSED, r"p=disableduser|\(554\.30\)"),
    (FULL, r"p=overquota"),
)

# The enhanced status without its class, as « detail » of RFC 3463, RFC 5248 and RFC 7372, and of Google and Microsoft.
_STATUSES = (
    (NO_DOMAIN, r"1\.2|4\.4"),
    (BAD_ADDRESS, r"1\.3"),
    (NO_MAIL, r"1\.10"),
    (CLOSED, r"1\.6|2\.1"),
    (SENDER, r"1\.[78]|7\.60"),
    (FULL, r"2\.2"),
    (TOO_BIG, r"2\.3|3\.4"),
    (CONTENT, r"6\.\d"),
    (QUOTA, r"7\.(?:28|232|233|705)"),
    (ACCOUNT, r"7\.57"),
    (TLS, r"7\.(?:10|29)"),
    (REPUTATION, r"7\.(?:25|6[0-4]\d|511|708)"),
    (DOMAIN, r"7\.(?:2[0-7]|3[02]|40|509|515)"),
)
# Statuses that servers use for lack of a better one; vague words outrank them.
_VAGUE_STATUSES = ((UNREACHABLE, r"4\.[1-3679]"), (POLICY, r"7\.\d+"))
# Digits and status that mean something in combination only.
_TOGETHER = {(421, "7.0"): QUOTA, (452, "5.3"): QUOTA, (550, "4.5"): QUOTA}
_SURE_DIGITS = {530: ACCOUNT, 534: ACCOUNT, 535: ACCOUNT, 538: ACCOUNT}
_DIGITS = {552: FULL, 523: TOO_BIG, 556: NO_MAIL}

_STATUS = re.compile(r"(?<![\d.])[245]\.(\d{1,3}\.\d{1,3})(?!\.?\d)")
# The answer quotes another server's: it says nothing about our own account.
_HANDED_ON = re.compile(
    r"\bsaid:|undeliverable address|remote (?:host|server|smtp)|in reply to (?:rcpt|end of data|mail|data)"
)
_QUOTED_ANSWER = re.compile(r".*\bsaid: *(?:([245]\d\d)[ -])?(.+)")
# Reasons about an account, when the answer names the recipient: they are about the recipient's account.
_OF_RECIPIENT = {SENDER.code: POLICY, ACCOUNT.code: POLICY, QUOTA.code: BUSY}
_OF_OTHERS = {RELAY.code: POLICY, ACCOUNT.code: POLICY, LINK.code: TLS}


def classify(code: int, said: str, *, notice: bool = False) -> FailureReason:
    """Return the reason that an answer gives.

    Args:
        code: of SMTP, 550.
        said: its text, with or without an enhanced status; may be of several lines.
        notice: whether it comes from a non-delivery notice, which anybody may write.
    """
    text = fold(without_addresses(said))
    handed_on = notice or _HANDED_ON.search(text)
    if quoted := _QUOTED_ANSWER.match(text):
        code, text = int(quoted[1] or code), quoted[2]
    found = _read(code, text)
    if not handed_on:
        return found
    # Another server's requirements say nothing about our own account.
    found = _OF_OTHERS.get(found.code, found)
    return replace(found, effect="sender") if found.effect == "queue" else found


def fold(text: str) -> str:
    """Return a text in lower case, without accents, on one line; codes at the beginning of lines are dropped."""
    lines = (re.sub(r"^\s*(?:[245]\d\d[- ])?\s*", "", line) for line in text.replace("’", "'").splitlines())
    spread = unicodedata.normalize("NFKD", " ".join(lines).casefold())
    return " ".join("".join(letter for letter in spread if not unicodedata.combining(letter)).split())


def status_of(said: str) -> str:
    """Return the enhanced status without its class, « 1.1 »; empty for none."""
    found = _STATUS.search(said)
    return found[1] if found else ""


def _read(code: int, text: str) -> FailureReason:
    status = status_of(text)
    return (
        _by_number(text)
        or _by_words(code, status, text)
        or _TOGETHER.get((code, status))
        or _SURE_DIGITS.get(code)
        or _whole(_STATUSES, status)
        or _first(VAGUE, text)
        or _whole(_VAGUE_STATUSES, status)
        # A 4xx answer is temporary: never « unknown ».
        or (
            UNKNOWN if status == "1.1" and not 400 <= code < 500 and UNKNOWN_WITH_STATUS.match(text) else None
        )
        or _DIGITS.get(code, REFUSED)
    )


def _by_words(code: int, status: str, text: str) -> FailureReason | None:
    if code in _SURE_DIGITS:
        return _first(WORDS, text)
    if plain := _first(PLAIN, text):
        return plain
    found = _first(WORDS, text)
    # 552 and 2.2 are about a mailbox, whatever « quota » might mean elsewhere.
    if found is QUOTA and (code == 552 or status == "2.2"):
        return FULL
    if found and (status.startswith("2.") or RECIPIENT.search(FRAMES.sub(" ", text))):
        return _OF_RECIPIENT.get(found.code, found)
    return found


def _by_number(text: str) -> FailureReason | None:
    for number in _ORANGE.findall(text):
        if found := _whole(_ORANGE_NUMBERS, number):
            return found
    return _first(_NUMBERS, text)


def _first(table: _Table, text: str) -> FailureReason | None:
    return next((reason for reason, pattern in table if re.search(pattern, text)), None)


def _whole(table: _Table, code: str) -> FailureReason | None:
    return next((reason for reason, pattern in table if re.fullmatch(pattern, code)), None)
