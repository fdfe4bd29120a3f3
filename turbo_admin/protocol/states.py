"""What the office sends to the portal: states of its records, and mails, which are acts.

A state says all that there is to say of a record; it can be sent at any time, to any portal, any number of times. Only
mails are acts: each is done once, under its own id. `kinds` declares every kind.
"""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from turbo_admin.protocol.messages import AddressText, Email, Id, LongText, Rev, Seq, ShortText

Hash = Annotated[str, Meta(min_length=16, max_length=300)]
LoginText = Annotated[str, Meta(min_length=3, max_length=40)]


class DinerState(Struct, frozen=True, kw_only=True):
    """A diner as families may see it: no address, no birth date, no diet, no card."""

    last_name: ShortText
    first_name: ShortText
    class_name: ShortText = ""
    left: bool = False


class Credential(Struct, frozen=True, kw_only=True):
    """A provisional password of the office. Its argon2id hash travels beside the state (`Change.password_hash`).

    Attributes:
        number: counts the provisional passwords of one account, from 1; a greater one replaces a smaller one.
        link_hash: SHA-256 of the link token, hex.
        expires_at: UTC. Passing it changes no state.
    """

    number: Rev
    link_hash: Hash
    expires_at: datetime


class AccountState(Struct, frozen=True, kw_only=True):
    """An account in full: its diners, whether it may sign in, and which passwords are dead.

    Attributes:
        email: the office's idea of the address; empty for an account handed over on paper only.
        family_rev: the seq of the last event by which the family changed its address or closed its account, as far as
            the office knows. With a smaller one than the portal's, the portal keeps the family's address, and what the
            family has closed stays closed.
        diner_ids: sorted, known to the portal.
        credential: the provisional password in force; None for none.
        ended: provisional passwords with a number up to this one are dead.
        sessions_ended: when it grows, every session of the account ends.
        own_ended: an own password of a generation up to this one is dead.
    """

    login: LoginText
    email: AddressText = ""
    state: Literal["open", "blocked", "closed"] = "open"
    diner_ids: list[Id] = field(default_factory=list)
    family_rev: Seq = 0
    credential: Credential | None = None
    ended: Seq = 0
    sessions_ended: Seq = 0
    own_ended: Seq = 0


class AccountRequestState(Struct, frozen=True, kw_only=True):
    """A request and the office's answer to it. The fields as typed let a portal that has lost it know it again.

    Attributes:
        answer: `answered` names the account.
        decision: counts the office's decisions about it, 0 for none; a refusal is mailed once per decision.
        mailed: the last decision whose mail must not leave again, whatever the portal remembers; 0 for none.
        reason: plain French text mailed to the requester; empty sends no mail.
    """

    card: ShortText
    last_name: ShortText
    first_name: ShortText
    email: Email
    received_at: datetime
    answer: Literal["open", "answered", "refused"] = "open"
    decision: Seq = 0
    mailed: Seq = 0
    account_id: ShortText = ""
    reason: LongText = ""


class MailCredentials(Struct, frozen=True, kw_only=True):
    """Mail a provisional password, sealed for the mail worker (`core.credentials.sealing.seal_for_mail`).

    Refused `mail_key_changed` when it was sealed for a key that the worker no longer has, `superseded` when that
    provisional password is no longer in force, `address_changed` when the account has another address.

    Attributes:
        number: which provisional password it holds; its lifetime is the one of the account's state.
        mail_key: the public key it was sealed for.
    """

    account_id: Id
    number: Rev
    to: Email
    sealed: bytes
    mail_key: bytes


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
