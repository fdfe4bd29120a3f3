"""What a record is on one side, in a few words, built from the same body that both sides exchange."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec.structs import fields

from turbo_admin.core.french import NBSP, PARIS, full_name, in_words
from turbo_admin.protocol import codec
from turbo_admin.protocol.settings import Settings
from turbo_admin.protocol.states import AccountRequestState, AccountState, DinerState

UNKNOWN, ERASED = "inconnu", "effacé"
_LONGEST_VALUE = 30
_MOST_SETTINGS = 3
_ANSWERS = {"open": "à traiter", "answered": "traitée", "refused": "refusée"}
_ACCOUNT_STATES = {"blocked": "bloqué", "closed": "fermé"}
# Of the settings that the portal is sent.
SETTING_LABELS: Mapping[str, str] = {
    "name": "nom",
    "address": "adresse",
    "phone": "téléphone",
    "email": "e-mail affiché",
    "request_alert_email": "adresse à prévenir",
    "welcome": "message d’accueil",
    "request_notice": "texte des demandes",
    "delay_hours": "délai annoncé",
    "opening_weekdays": "jours d’ouverture",
    "closures": "fermetures",
    "accept_confirmed": "adresses confirmées acceptées",
    "payment_blocked": "paiement bloqué",
    "booking_blocked": "réservation bloquée",
    "mail_shows_password": "mot de passe dans le courriel",
    "mail_sender_name": "expéditeur",
    "mail_reply_to": "adresse de réponse",
    "mail_days": "validité par courriel",
    "paper_days": "validité sur papier",
    "privacy_text": "données personnelles",
    "legal_text": "mentions",
    "silence_hours": "alerte de silence",
    "site_code": "code de carte",
    "mail_texts": "textes des courriels",
}


@dataclass(frozen=True, slots=True)
class RecordWords:
    """A record on one side.

    Attributes:
        name, detail: of whom it is.
        facets: what it is, part by part, in the same order on both sides; empty parts say nothing.
    """

    name: str
    detail: str
    facets: tuple[str, ...]

    @property
    def state(self) -> str:
        """All that it is."""
        return ", ".join(part for part in self.facets if part)

    @property
    def title(self) -> str:
        """Who it is, in one line."""
        return ", ".join(part for part in (self.name, self.detail) if part)


def settings_words(settings: Settings) -> RecordWords:
    """Describe the settings of a school, a facet a setting."""
    facets = tuple(
        f"{SETTING_LABELS[one.name]}{NBSP}: {_value(getattr(settings, one.name))}" for one in fields(Settings)
    )
    return RecordWords(settings.name, "", facets)


def diner_words(diner: DinerState) -> RecordWords:
    """Describe a diner."""
    name = full_name(diner.last_name, diner.first_name)
    return RecordWords(
        name,
        diner.class_name,
        (name, diner.class_name or "sans classe", "sorti" if diner.left else ""),
    )


def account_words(
    account: AccountState, activated_at: datetime | None, diners: Mapping[str, RecordWords]
) -> RecordWords:
    """Describe an account.

    Args:
        activated_at: when the family chose its password.
        diners: by id, those of this side.
    """
    held = sorted(diners[one].name for one in account.diner_ids if one in diners)
    names = in_words(held, 2) if held else ""
    state = _ACCOUNT_STATES.get(account.state) or (
        f"activé le {activated_at.astimezone(PARIS):%d/%m}" if activated_at else "à activer"
    )
    sheet = f"feuille n°{NBSP}{account.credential.number}" if account.credential else ""
    return RecordWords(
        names or account.email or account.login,
        account.login,
        (account.login, state, sheet, account.email or "sans adresse", names or "sans hôte"),
    )


def request_words(request: AccountRequestState) -> RecordWords:
    """Describe a request."""
    return RecordWords(
        full_name(request.last_name, request.first_name),
        f"reçue le {request.received_at.astimezone(PARIS):%d/%m}",
        (_ANSWERS[request.answer],),
    )


def words_of(
    bodies: Mapping[str, Mapping[str, bytes]], activated: Mapping[str, datetime | None] | None = None
) -> dict[str, dict[str, RecordWords]]:
    """Describe the records of one side.

    Args:
        bodies: kind of state -> key -> JSON body, as both sides exchange it.
        activated: account -> when its family chose its password.

    Returns:
        kind -> key -> words.
    """
    known = {key: diner_words(codec.decode(body, DinerState)) for key, body in bodies["diner"].items()}
    return {
        "settings": {
            key: settings_words(codec.decode(body, Settings)) for key, body in bodies["settings"].items()
        },
        "diner": known,
        "account": {
            key: account_words(codec.decode(body, AccountState), (activated or {}).get(key), known)
            for key, body in bodies["account"].items()
        },
        "request": {
            key: request_words(codec.decode(body, AccountRequestState))
            for key, body in bodies["request"].items()
        },
    }


def differing_words(here: RecordWords, there: RecordWords) -> tuple[str, str]:
    """Return what each side has, as far as they differ; all of it where no facet tells them apart."""
    pairs = [(one, other) for one, other in zip(here.facets, there.facets, strict=True) if one != other]
    if not pairs:
        return here.facets[min(1, len(here.facets) - 1)], there.facets[min(1, len(there.facets) - 1)]
    shown = pairs[:_MOST_SETTINGS]
    rest = len(pairs) - len(shown)
    ends = (f", et {rest} autres",) if rest > 1 else (", et un autre",) if rest else ("",)
    return (_joined([one for one, _ in shown]) + ends[0], _joined([other for _, other in shown]) + ends[0])


def _joined(parts: Sequence[str]) -> str:
    return ", ".join(part for part in parts if part) or "—"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, tuple):
        return str(len(value)) if value else "aucun"
    said = " ".join(str(value).split())
    return f"{said[:_LONGEST_VALUE]}…" if len(said) > _LONGEST_VALUE else said or "vide"
