"""The messages by which two sides that differ are made to agree: what the portal holds, record by record, and binding."""

from datetime import datetime

from msgspec import Raw, Struct

from turbo_admin.protocol.messages import Id, Rev, Seq, ShortText


class AccountFacts(Struct, frozen=True, kw_only=True):
    """What the portal knows of an account beside its state.

    Attributes:
        salt: that all its passwords share; empty when it has none.
        number: the greatest credential number that it has taken.
        generation: seq of the event by which the family last chose a password; 0 for never, or when it was ended.
    """

    salt: bytes
    number: Seq
    generation: Seq
    created_at: datetime
    activated_at: datetime | None = None
    last_sign_in_at: datetime | None = None


class HeldState(Struct, frozen=True, kw_only=True):
    """A record as the portal holds it.

    Attributes:
        rev, digest: of the state that it was last sent; 0 and empty for a request that no office has decided yet.
        body: the record as it is now, of the kind's type; JSON null for one that was erased, and in a list of digests.
        confirmed_at, trapped, asked_by: of a request; the last two as in `events.RequestReceived`.
    """

    key: Id
    life: Rev
    rev: Seq
    digest: ShortText
    body: Raw
    erased: bool = False
    account: AccountFacts | None = None
    confirmed_at: datetime | None = None
    trapped: bool = False
    asked_by: ShortText = ""

    @property
    def is_lost(self) -> bool:
        """Whether a portal that was asked for records has lost this one, and knows only what it was told of it."""
        return not self.erased and bytes(self.body) == b"null"


class HeldPage(Struct, frozen=True, kw_only=True):
    """Records of one kind after a key, in the order of their keys.

    Attributes:
        more: whether there are more after the last one of this page.
    """

    portal_epoch: Id
    states: list[HeldState]
    more: bool
    server_time: datetime


class BindRequest(Struct, frozen=True, kw_only=True):
    """Bind the school to an office database that has adopted what the portal holds.

    Attributes:
        to: the epoch by which the office names itself from now on; repeating a binding changes nothing.
        seen_seq, seen_rev: where the portal stood before the first page of the listing.
    """

    to: Id
    seen_seq: Seq
    seen_rev: Seq


class BindAnswer(Struct, frozen=True, kw_only=True):
    """The school is bound."""

    portal_epoch: Id
    server_time: datetime


AGREEMENT_ENVELOPES: tuple[type[Struct], ...] = (HeldPage, BindRequest, BindAnswer)
