"""Rate limits of outgoing mail: per domain, whose filter would take a burst for spam, and per mailbox.

A mailbox has a count for each group of kinds: what strangers can have mailed to a family must not keep its own mails
waiting.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from turbo_admin.core.emails import mailbox_key
from turbo_admin.core.french import NBSP, count

_DOMAIN_SPAN, _MAILBOX_SPAN = timedelta(minutes=1), timedelta(hours=1)
PER_DOMAIN = 120
# Keys; then those without a mail during the last hour are dropped.
_FORGET_ABOVE = 10_000


@dataclass(frozen=True, slots=True)
class MailboxLimit:
    """How many mails a mailbox gets.

    Attributes:
        group: kinds of one group are counted together.
        most: mails an hour.
    """

    group: str
    most: int


# To an address that somebody typed, who may not own it.
_ANONYMOUS = MailboxLimit("anonymous", 20)
# Asked for by a login or an address; the page itself allows four a day.
_FORGOTTEN = MailboxLimit("forgotten", 12)
# By an act of the office.
_ANSWERS = MailboxLimit("answers", 60)
# By a request for a diner of the mailbox's owner.
_VIGILANCE = MailboxLimit("vigilance", 20)
# By what was done in an account.
_WARNINGS = MailboxLimit("warnings", 40)
_TO_OFFICE = MailboxLimit("office", 20)
# By the kind of mail; the keys are those of `core.mails.payloads.DATA`.
MAILBOX_LIMITS: Mapping[str, MailboxLimit] = {
    "demande": _ANONYMOUS,
    "adresse": _ANONYMOUS,
    "adresse-prise": _ANONYMOUS,
    "oubli": _FORGOTTEN,
    "identifiants": _ANSWERS,
    "refus": _ANSWERS,
    "vigilance": _VIGILANCE,
    "motdepasse": _WARNINGS,
    "adresse-demandee": _WARNINGS,
    "adresse-changee": _WARNINGS,
    "espaces-relies": _WARNINGS,
    "fermeture": _WARNINGS,
    "alerte": _TO_OFFICE,
    "silence": _TO_OFFICE,
}


@dataclass(frozen=True, slots=True)
class SendingPause:
    """How long a mail has to wait, and why.

    Attributes:
        domain: whose other mails have to wait as long; empty when only the mailbox's limit is reached.
        reason: French, for the host; without the mailbox's address.
    """

    lasts: timedelta
    domain: str
    reason: str


@dataclass(slots=True)
class MailRateLimit:
    """Counts what one worker sends, in memory, over the last hour.

    Attributes:
        per_domain: mails a minute, 0 for no limit.
        limits_mailboxes: whether `MAILBOX_LIMITS` hold.
    """

    per_domain: int = PER_DOMAIN
    limits_mailboxes: bool = True
    _sent: dict[str, deque[datetime]] = field(default_factory=dict)

    def take(self, to: str, kind: str, now: datetime) -> SendingPause | None:
        """Count a mail about to be sent; return a pause instead, without counting it, when a limit is reached.

        Args:
            to: the recipient's address.
            kind: a key of `MAILBOX_LIMITS`.
        """
        domain = to.lower().rpartition("@")[2]
        limits = []
        if self.per_domain:
            limits.append((domain, self.per_domain, _DOMAIN_SPAN))
        if self.limits_mailboxes:
            limit = MAILBOX_LIMITS[kind]
            limits.append((f"{limit.group} {mailbox_key(to)}", limit.most, _MAILBOX_SPAN))
        for key, most, span in limits:
            lasts = self._wait(key, most, span, now)
            if lasts:
                is_domain = key == domain
                return SendingPause(
                    lasts, domain if is_domain else "", _reason(domain if is_domain else "", most)
                )
        self._forget(now)
        # Counted only now: a mail that has to wait for one limit must not use up the other.
        for key, _, _ in limits:
            self._sent.setdefault(key, deque()).append(now)
        return None

    def _forget(self, now: datetime) -> None:
        if len(self._sent) > _FORGET_ABOVE:
            self._sent = {
                key: sent for key, sent in self._sent.items() if sent and sent[-1] > now - _MAILBOX_SPAN
            }

    def _wait(self, key: str, most: int, span: timedelta, now: datetime) -> timedelta:
        sent = self._sent.get(key)
        while sent and sent[0] <= now - span:
            sent.popleft()
        if sent is None or len(sent) < most:
            return timedelta()
        return sent[0] + span - now


def _reason(domain: str, most: int) -> str:
    mails = count(most, "courriel")
    if domain:
        return f"attend son tour{NBSP}: @{domain} reçoit au plus {mails} par minute (--mail-pace)"
    return f"attend son tour{NBSP}: cette boîte a déjà reçu {mails} de ce genre en une heure"
