"""Rate limits of outgoing mail: per domain, whose filter would take a burst for spam, and per mailbox."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from turbo_admin.core.emails import mailbox_key

_DOMAIN_SPAN, _MAILBOX_SPAN = timedelta(minutes=1), timedelta(hours=1)
PER_DOMAIN, PER_MAILBOX = 120, 20
# Keys; then those without a mail during the last hour are dropped.
_FORGET_ABOVE = 10_000


@dataclass(frozen=True, slots=True)
class SendingPause:
    """How long a mail has to wait.

    Attributes:
        domain: whose other mails have to wait as long; empty when only the mailbox's limit is reached.
    """

    lasts: timedelta
    domain: str


@dataclass(slots=True)
class MailRateLimit:
    """Counts what one worker sends, in memory, over the last hour.

    Attributes:
        per_domain: mails a minute, 0 for no limit.
        per_mailbox: mails an hour, 0 for no limit.
    """

    per_domain: int = PER_DOMAIN
    per_mailbox: int = PER_MAILBOX
    _sent: dict[str, deque[datetime]] = field(default_factory=dict)

    def take(self, to: str, now: datetime) -> SendingPause | None:
        """Count a mail about to be sent; return a pause instead, without counting it, when a limit is reached.

        Args:
            to: the recipient's address.
        """
        address = mailbox_key(to)
        domain = to.lower().rpartition("@")[2]
        limits = ((domain, self.per_domain, _DOMAIN_SPAN), (address, self.per_mailbox, _MAILBOX_SPAN))
        for key, most, span in limits:
            lasts = self._wait(key, most, span, now) if most else timedelta()
            if lasts:
                return SendingPause(lasts, domain if key == domain else "")
        if len(self._sent) > _FORGET_ABOVE:
            self._sent = {
                key: sent for key, sent in self._sent.items() if sent and sent[-1] > now - _MAILBOX_SPAN
            }
        # Counted only now: a mail that has to wait for one limit must not use up the other.
        for key, most, _ in limits:
            if most:
                self._sent.setdefault(key, deque()).append(now)
        return None

    def _wait(self, key: str, most: int, span: timedelta, now: datetime) -> timedelta:
        sent = self._sent.get(key)
        while sent and sent[0] <= now - span:
            sent.popleft()
        if sent is None or len(sent) < most:
            return timedelta()
        return sent[0] + span - now
