"""What the office tells the portal, by kind.

States are coalesced by (kind, key) and ordered by rev. Acts happen once: their key is the act's own id, which
the portal remembers for ever.

| kind | key | body |
| --- | --- | --- |
| settings | `school` | Settings |
| diner | diner id | DinerState |
| account | account id | AccountState |
| issue.revoke (act) | act id | RevokeIssue |
| account.issue (act) | act id | IssueAccount |
| mail.credentials (act) | mail id | MailCredentials |
| request.refuse (act) | act id | RefuseRequest |
| guardian.notify (act) | act id | NotifyGuardian |
"""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from turbo_admin.protocol.messages import Email, Id, LongText, Seq, ShortText
from turbo_admin.protocol.settings import Settings

Hash = Annotated[str, Meta(min_length=16, max_length=300)]


class DinerState(Struct, frozen=True, kw_only=True):
    """A diner as families may see it: no address, no birth date, no diet, no card."""

    last_name: ShortText
    first_name: ShortText
    class_name: ShortText = ""
    left: bool = False


class AccountState(Struct, frozen=True, kw_only=True):
    """Which diners an account holds, and whether it may sign in.

    Attributes:
        email: the office's idea of the address.
        family_rev: how many of the family's own changes of address, and closings, the office knew. With fewer than
            there are, the portal keeps the family's address, and what the family has closed stays closed.
    """

    login: ShortText
    email: ShortText = ""
    state: Literal["open", "blocked", "closed"] = "open"
    diner_ids: list[Id] = field(default_factory=list)
    family_rev: Seq = 0


class RevokeIssue(Struct, frozen=True, kw_only=True):
    """Take back what an `account.issue` gave: its provisional password, if it still is the account's, and its answers.

    Whether the account is closed, and which diners it keeps, its state says.

    Attributes:
        link_hash: which provisional password; another that was issued since stays. Should its issue arrive only now,
            it is refused.
        request_ids: the requests that it answered, which wait for an answer again.
    """

    account_id: Id
    link_hash: Hash
    request_ids: list[Id] = field(default_factory=list)


class IssueAccount(Struct, frozen=True, kw_only=True):
    """Create an account, or give an existing one a new provisional password.

    Refused `superseded` when the family has chosen a password since `generation`.

    Attributes:
        generation: the account's generation that the office knew; 0 for a new one.
        email: empty for an account handed over on paper only.
        password_hash: argon2id PHC string of the provisional password; its salt is the account's.
        link_hash: SHA-256 of the link token, hex.
        diner_ids: all diners of the account, known to the portal.
        request_ids: the requests that this answers.
        family_rev: as in `AccountState`.
    """

    account_id: Id
    login: Annotated[str, Meta(min_length=3, max_length=40)]
    generation: Seq
    password_hash: Hash
    link_hash: Hash
    expires_at: datetime
    diner_ids: list[Id]
    email: ShortText = ""
    request_ids: list[Id] = field(default_factory=list)
    family_rev: Seq = 0


class MailCredentials(Struct, frozen=True, kw_only=True):
    """Mail a provisional password, sealed for the mail worker (`core.credentials.sealing.seal_for_mail`).

    Refused `mail_key_changed` when it was sealed for a key that the worker no longer has, `superseded` when the
    provisional password it holds is no longer the account's, `address_changed` when the family has changed its address
    and this mail is for another one.

    Attributes:
        link_hash: which provisional password it holds.
        mail_key: the public key it was sealed for.
    """

    account_id: Id
    to: Email
    sealed: bytes
    mail_key: bytes
    link_hash: Hash
    expires_at: datetime


class RefuseRequest(Struct, frozen=True, kw_only=True):
    """Close a request without an account.

    Attributes:
        reason: plain French text mailed to the asker; empty sends no mail.
    """

    request_id: Id
    reason: LongText = ""


class NotifyGuardian(Struct, frozen=True, kw_only=True):
    """Mail somebody who answers for a diner that another address asked for, or was given, an account.

    The mail names the diner's first name and nothing of the other address. One that is no longer true when it arrives
    (the account was closed or has lost the diner) is done without a mail.

    Attributes:
        occasion: whether an account was asked for, or opened.
        account_id: the one that was opened; empty for `asked`.
        request_id: what it is about, empty for none.
    """

    to: Email
    diner_id: Id
    occasion: Literal["asked", "opened"]
    account_id: ShortText = ""
    request_id: ShortText = ""


CHANGES: dict[str, type[Struct]] = {
    "settings": Settings,
    "diner": DinerState,
    "account": AccountState,
    # Before what is issued anew: a late one must not take it back.
    "issue.revoke": RevokeIssue,
    "account.issue": IssueAccount,
    "mail.credentials": MailCredentials,
    "request.refuse": RefuseRequest,
    "guardian.notify": NotifyGuardian,
}
# Remembered by id for ever; the others are states, ordered by rev.
ACTS = frozenset({"issue.revoke", "account.issue", "mail.credentials", "request.refuse", "guardian.notify"})
# In which order a batch is sent: what later kinds point at comes first.
ORDER = tuple(CHANGES)
