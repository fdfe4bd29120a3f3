"""The envelopes. Times are UTC, keys and hashes are text, binary fields are base64 (msgspec's bytes).

Every answer carries the portal's epoch and clock. `hello`, `states` and `bind` are answered to every key of the school, by
whatever office database; `events` with `review=1` gives events again, acknowledges nothing and checks no position. A refusal is an HTTP status with a `Problem`.

| call | body | answer | refusals |
| --- | --- | --- | --- |
| POST /api/v2/pair | PairRequest | PairAnswer | 403 bad_code, 409 bound_elsewhere, 429 slow_down |
| GET /api/v2/hello | | Hello | 401 key_unknown |
| GET /api/v2/events?after=SEQ&limit=N | | EventPage | 401, 409 unknown_epoch, ahead, behind |
| POST /api/v2/changes | ChangeBatch | ChangeAnswers | 401, 409 unknown_epoch, 413 too_large |
| POST /api/v2/key | {} | KeyAnswer | 401 |
| GET /api/v2/states?kind=K&after=KEY&limit=N&digests=0/1 | | HeldPage | 401 |
| POST /api/v2/bind | BindRequest | BindAnswer | 401, 409 moved |

All calls: 426 outdated, 400 bad_message, 429 slow_down (with Retry-After), 503 unavailable. Calls other than pair carry
`Authorization: Bearer KEY` and the three headers of `version`. Bodies may be gzipped (`Content-Encoding: gzip`), and so
are answers to those who accept it.
"""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Raw, Struct, field

from turbo_admin.core.emails import LONGEST
from turbo_admin.protocol.canonical import KindSum
from turbo_admin.protocol.version import MAX_CHANGES, MAX_CHANGES_UNTOLD

Id = Annotated[str, Meta(min_length=1, max_length=64)]
Seq = Annotated[int, Meta(ge=0)]
Rev = Annotated[int, Meta(ge=1)]
KindName = Annotated[str, Meta(min_length=1, max_length=64)]
ShortText = Annotated[str, Meta(max_length=200)]
LongText = Annotated[str, Meta(max_length=20_000)]
Sums = dict[str, KindSum]
# As long as `core.emails` takes one; `AddressText` may be empty.
Email = Annotated[str, Meta(min_length=3, max_length=LONGEST)]
AddressText = Annotated[str, Meta(max_length=LONGEST)]

# `gone`: the record was erased for good in this life of it.
Outcome = Literal["done", "already", "refused", "gone"]
ProblemCode = Literal[
    "bad_code",  # pairing code unknown, used or expired
    "bound_elsewhere",  # another office database holds this school; say replace to take it over
    "key_unknown",  # workstation key unknown or revoked
    "outdated",  # protocol version not served
    "bad_message",
    "unknown_epoch",  # the portal, or the office, is not the database that was paired
    "ahead",  # the office knows events that the portal does not: the portal was restored
    "behind",  # the portal has given events, or taken changes, that this office does not know: it was restored
    "moved",  # the portal has taken changes since the listing that a binding names
    "too_large",
    "slow_down",
    "unavailable",
]


class Problem(Struct, frozen=True, kw_only=True):
    """A refusal: a code for the program and a French sentence for the clerk."""

    code: KindName
    message: LongText


class PairRequest(Struct, frozen=True, kw_only=True):
    """Ask for a workstation key with the one-time code.

    Attributes:
        office_epoch: which office database asks.
        workstation: how the host will see this PC in its list of keys.
        replace: « Remplacer ce poste »: take the school over from another office database.
    """

    code: Annotated[str, Meta(min_length=1, max_length=100)]
    office_epoch: Id
    workstation: ShortText
    replace: bool = False


class PairAnswer(Struct, frozen=True, kw_only=True):
    """What a workstation needs from now on.

    Attributes:
        key: 256 random bits as text; shown this once, since only its hash is stored.
        mail_public_key: X25519, 32 bytes.
        public_url: the address that families use, without a slash at its end.
        last_seq: the school's last event.
        last_rev: the greatest rev that the portal has taken for this school, 0 for none.
    """

    uai: ShortText
    school_name: ShortText
    key: ShortText
    key_id: Id
    portal_epoch: Id
    mail_public_key: bytes
    public_url: ShortText
    last_seq: Seq
    last_rev: Seq
    server_time: datetime


class KeyAnswer(Struct, frozen=True, kw_only=True):
    """Another key for the same workstation. The one it was asked with dies when this one is first used.

    Attributes:
        key: 256 random bits as text; shown this once, since only its hash is stored.
    """

    key: ShortText
    key_id: Id
    portal_epoch: Id
    server_time: datetime


class Hello(Struct, frozen=True, kw_only=True):
    """Where the portal stands for this school."""

    uai: ShortText
    school_name: ShortText
    portal_epoch: Id
    current_version: int
    oldest_version: int
    mail_public_key: bytes
    public_url: ShortText
    last_seq: Seq
    last_rev: Seq
    acknowledged_seq: Seq
    server_time: datetime


class Event(Struct, frozen=True, kw_only=True):
    """A fact that the office must know.

    Attributes:
        seq: position in the school's own gap-free counter, from 1.
        id: unique for ever; hearing it twice changes nothing.
        body: of the type that `kinds.EVENTS` gives for the kind; JSON null once erased by retention.
    """

    seq: Annotated[int, Meta(ge=1)]
    id: Id
    kind: KindName
    at: datetime
    # Not `Raw | None`: msgspec reads that as null alone.
    body: Raw

    @property
    def is_erased(self) -> bool:
        """Whether retention has erased the body."""
        return bytes(self.body) == b"null"


class EventPage(Struct, frozen=True, kw_only=True):
    """Events after a position, in order, at most `limit` of them.

    Attributes:
        more: whether there are more after the last one of this page.
        last_seq: the school's last event, on this page or not.
        last_rev: the greatest rev that the portal has taken for this school.
        renewal_due: whether the host asks this workstation to replace its key (`POST /key`).
        after_id: the id of the event at the position asked after, empty for position 0: an office that knows that
            position by another id speaks to a portal restored from a backup.
        max_changes: the largest batch of changes that the portal takes.
        settings_read: `changes.settings_read` of the portal's version; another one than before, and it has come to
            read what it dropped when it was sent. Empty from a portal that does not say.
        sums: of the states that the portal holds, by kind, read together with `last_seq` and `last_rev`.
    """

    portal_epoch: Id
    events: list[Event]
    more: bool
    last_seq: Seq
    last_rev: Seq
    mail_public_key: bytes
    public_url: ShortText
    server_time: datetime
    renewal_due: bool = False
    after_id: ShortText = ""
    max_changes: Annotated[int, Meta(ge=1)] = MAX_CHANGES_UNTOLD
    settings_read: ShortText = ""
    sums: Sums = field(default_factory=dict)


class Change(Struct, frozen=True, kw_only=True):
    """A change that the portal must know.

    Attributes:
        id: new at each edit; the office forgets the change by this id.
        rev: from the office database's counter; the portal applies only a greater one per (kind, key).
        key: what the change is about; for an act, the act's own id, for ever.
        body: of the type that `kinds.CHANGES` gives for the kind; JSON null erases the record for good.
        life: of a state, from 1; one that was erased returns under a greater one.
        password_hash: of an account with a credential: the argon2id PHC string of its provisional password, whose salt
            is the account's. It stands outside the body, which the proof covers.
    """

    id: Id
    rev: Rev
    kind: KindName
    key: Id
    body: Raw
    life: Rev = 1
    password_hash: ShortText = ""

    @property
    def erases(self) -> bool:
        """Whether it erases the record."""
        return bytes(self.body) == b"null"


class ChangeBatch(Struct, frozen=True, kw_only=True):
    """At most `MAX_CHANGES` changes, applied in one transaction, in this order."""

    changes: Annotated[list[Change], Meta(max_length=MAX_CHANGES)]


class ChangeAnswer(Struct, frozen=True, kw_only=True):
    """What became of one change.

    Attributes:
        reason: a code for a refused one (`superseded`, `unknown_kind`, `bad_body`, `other_content`, …), else empty.
        message: the same in French.
    """

    id: Id
    outcome: Outcome
    reason: ShortText = ""
    message: LongText = ""


class ChangeAnswers(Struct, frozen=True, kw_only=True):
    """One answer a change, in the order sent.

    Attributes:
        former_rev: the greatest rev that the portal had taken before these.
        last_seq: the school's last event, these changes applied. An office that has heard it need not ask.
        sums: of the states that the portal holds, by kind, these changes applied.
    """

    portal_epoch: Id
    answers: list[ChangeAnswer]
    server_time: datetime
    former_rev: Seq
    last_seq: Seq
    sums: Sums = field(default_factory=dict)


ENVELOPES: tuple[type[msgspec.Struct], ...] = (
    Problem,
    PairRequest,
    PairAnswer,
    KeyAnswer,
    Hello,
    EventPage,
    ChangeBatch,
    ChangeAnswers,
)
