"""Every kind of record that crosses between office and portal: the one list of them.

Each side has one table of what sends, applies or names a kind (`office.sync.kind_tables`, `portal.api.appliers`),
checked against this list when it is loaded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from msgspec import Struct

from turbo_admin.core.french import count
from turbo_admin.protocol.events import (
    AccountActivated,
    AccountClosed,
    AccountEmailChanged,
    AccountSignedIn,
    CredentialSpent,
    FeedRestored,
    MailState,
    RequestConfirmed,
    RequestReceived,
    StateErased,
)
from turbo_admin.protocol.settings import Settings
from turbo_admin.protocol.states import (
    AccountRequestState,
    AccountState,
    DinerState,
    MailCredentials,
    NotifyGuardian,
)


class KindForm(StrEnum):
    """How a kind is exchanged.

    STATE: office to portal, coalesced by key, ordered by rev, counted by the proof. ACT: office to portal, done once
    under its own id. EVENT: portal to office, in the order of `seq`.
    """

    STATE = "state"
    ACT = "act"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind.

    Attributes:
        struct: the type of its body.
        one, many: what the screen calls one, several.
        sending: what the screen calls its sending; empty for an event.
    """

    name: str
    struct: type[Struct]
    form: KindForm
    one: str
    many: str
    sending: str = ""


# Changes stand in the order in which they are sent: what later kinds refer to comes first.
_ALL = (
    Kind(
        "settings", Settings, KindForm.STATE, "configuration", "configurations", "Envoi de la configuration"
    ),
    Kind("diner", DinerState, KindForm.STATE, "hôte", "hôtes", "Envoi des hôtes"),
    Kind("account", AccountState, KindForm.STATE, "compte", "comptes", "Envoi des comptes"),
    Kind(
        "request",
        AccountRequestState,
        KindForm.STATE,
        "réponse à une demande",
        "réponses aux demandes",
        "Envoi des réponses aux demandes",
    ),
    Kind("mail.credentials", MailCredentials, KindForm.ACT, "courriel", "courriels", "Envoi des courriels"),
    Kind(
        "guardian.notify",
        NotifyGuardian,
        KindForm.ACT,
        "avis à un responsable",
        "avis à des responsables",
        "Envoi des avis aux responsables",
    ),
    Kind("request.received", RequestReceived, KindForm.EVENT, "demande", "demandes"),
    Kind("request.confirmed", RequestConfirmed, KindForm.EVENT, "adresse confirmée", "adresses confirmées"),
    Kind(
        "account.activated", AccountActivated, KindForm.EVENT, "mot de passe choisi", "mots de passe choisis"
    ),
    Kind("account.signed_in", AccountSignedIn, KindForm.EVENT, "connexion", "connexions"),
    Kind(
        "account.email_changed",
        AccountEmailChanged,
        KindForm.EVENT,
        "adresse changée par la famille",
        "adresses changées par la famille",
    ),
    Kind(
        "account.closed",
        AccountClosed,
        KindForm.EVENT,
        "compte fermé par la famille",
        "comptes fermés par la famille",
    ),
    Kind("credential.spent", CredentialSpent, KindForm.EVENT, "identifiant utilisé", "identifiants utilisés"),
    Kind("mail.state", MailState, KindForm.EVENT, "suivi de courriel", "suivis de courriels"),
    Kind("state.erased", StateErased, KindForm.EVENT, "effacement au portail", "effacements au portail"),
    Kind(
        "feed.restored", FeedRestored, KindForm.EVENT, "restauration du portail", "restaurations du portail"
    ),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
CHANGES: dict[str, type[Struct]] = {one.name: one.struct for one in _ALL if one.form is not KindForm.EVENT}
EVENTS: dict[str, type[Struct]] = {one.name: one.struct for one in _ALL if one.form is KindForm.EVENT}
STATES = frozenset(one.name for one in _ALL if one.form is KindForm.STATE)
ACTS = frozenset(one.name for one in _ALL if one.form is KindForm.ACT)


def place_of(kind: str) -> int:
    """Return where a kind stands in the order of sending; one that this version does not know comes last."""
    return list(CHANGES).index(kind) if kind in CHANGES else len(CHANGES)


def check_table(table: str, found: frozenset[str], wanted: frozenset[str]) -> None:
    """Make sure that a table has an entry for every kind and no other.

    Raises:
        LookupError: names the kinds that are missing or too many; a bug of ours.
    """
    if found != wanted:
        raise LookupError(f"{table}: missing {sorted(wanted - found)}, unknown {sorted(found - wanted)}")


def kinds_in_words(numbers: Mapping[str, int]) -> str:
    """`3 demandes, 1 mot de passe choisi`; empty for nothing."""
    known = [count(numbers[one.name], one.one, one.many) for one in _ALL if numbers.get(one.name)]
    others = sum(number for kind, number in numbers.items() if kind not in KINDS)
    return ", ".join([*known, count(others, "autre", "autres")] if others else known)
