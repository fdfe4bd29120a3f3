"""Data of each kind of mail; secrets are sealed separately.

| kind | data | secret |
| --- | --- | --- |
| demande | RequestData | link token of the confirmation, no password |
| identifiants | CredentialsData | provisional password and link token |
| oubli | ForgottenData | provisional password and link token |
| refus | RefusalData | |
| motdepasse | AccountData | |
| adresse | AddressData | link token of the confirmation, no password |
| adresse-prise | AddressTakenData | |
| adresse-demandee, adresse-changee | AccountData | |
| fermeture | AccountData | |
| espaces-relies | AccountData | |
| alerte | AlertData | |
| silence | SilenceData | |
| vigilance | VigilanceData | |
"""

from datetime import datetime

from msgspec import Struct, field


class MailPayload(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Data common to all mails.

    Attributes:
        language: language tag; empty for the current language where the mail is queued.
    """

    language: str = ""


class RequestData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`demande`: the acknowledgement of an account request.

    It holds nothing that was typed: anybody may type anybody's address, and would have us mail their words to it.

    Attributes:
        reference: of the request; empty for one of an earlier version.
    """

    reference: str = ""


class CredentialsData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`identifiants`.

    Attributes:
        diners: « Léa MARTIN », one a diner.
    """

    login: str
    expires_at: datetime
    diners: list[str] = field(default_factory=list)


class Login(Struct, frozen=True, kw_only=True):
    """A login and its diners."""

    login: str
    diners: list[str] = field(default_factory=list)


class ForgottenData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`oubli`.

    Attributes:
        login: the account that the provisional password opens.
        others: further accounts of the same address, which are requested by their login.
    """

    login: str
    expires_at: datetime
    diners: list[str] = field(default_factory=list)
    others: list[Login] = field(default_factory=list)


class RefusalData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`refus`: the office's reason."""

    reason: str


class AccountData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`motdepasse`, `adresse-demandee`, `adresse-changee`, `fermeture`, `espaces-relies`: a change of this account."""

    login: str
    changed_at: datetime


class AddressData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`adresse`: for an address that a family wants to use; it may belong to somebody else, so the account is not named."""

    expires_at: datetime


class AddressTakenData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`adresse-prise`: the same, when another account of the school has that address."""

    asked_at: datetime


class AlertData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`alerte`: a request waits for the office; without the requester's name."""

    received_at: datetime


class SilenceData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`silence`: the office has not synchronised for too long."""

    last_sync_at: datetime


class VigilanceData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`vigilance`: to a guardian: another address has, or asks for, an account for the diner.

    Attributes:
        opened: whether the other address has one; False when it asks.
    """

    first_name: str
    opened: bool


DATA: dict[str, type[MailPayload]] = {
    "demande": RequestData,
    "identifiants": CredentialsData,
    "oubli": ForgottenData,
    "refus": RefusalData,
    "motdepasse": AccountData,
    "adresse": AddressData,
    "adresse-prise": AddressTakenData,
    "adresse-demandee": AccountData,
    "adresse-changee": AccountData,
    "fermeture": AccountData,
    "espaces-relies": AccountData,
    "alerte": AlertData,
    "silence": SilenceData,
    "vigilance": VigilanceData,
}
# Mails to the office: in French, whatever the family's language.
TO_OFFICE = frozenset({"alerte", "silence"})
