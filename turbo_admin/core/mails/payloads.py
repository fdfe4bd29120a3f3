"""What a mail tells, by kind; secrets travel apart, sealed.

| kind | tells | secret |
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
    """What every mail tells.

    Attributes:
        language: in which it is written, as HTML has it; empty for the one that is spoken where the mail is asked for.
    """

    language: str = ""


class RequestData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`demande`: the acknowledgement of an account request."""

    first_name: str
    last_name: str


class CredentialsData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`identifiants`.

    Attributes:
        diners: « Léa MARTIN », one a diner.
    """

    login: str
    expires_at: datetime
    diners: list[str] = field(default_factory=list)


class Login(Struct, frozen=True, kw_only=True):
    """An identifiant and whom it is for."""

    login: str
    diners: list[str] = field(default_factory=list)


class ForgottenData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`oubli`.

    Attributes:
        login: the account that the provisional password opens.
        others: further accounts of the same address, to be asked for by their identifiant.
    """

    login: str
    expires_at: datetime
    diners: list[str] = field(default_factory=list)
    others: list[Login] = field(default_factory=list)


class RefusalData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`refus`: the office's words."""

    reason: str


class AccountData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`motdepasse`, `adresse-demandee`, `adresse-changee`, `fermeture`, `espaces-relies`: what has just been done to this account."""

    login: str
    changed_at: datetime


class AddressData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`adresse`: for an address that a family wants to use; it may be a stranger's, so whose account stays out."""

    expires_at: datetime


class AddressTakenData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`adresse-prise`: the same, when another account of the school has that address."""

    asked_at: datetime


class AlertData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`alerte`: the office is told that a request waits; who asks stays out of the mail."""

    received_at: datetime


class SilenceData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`silence`: the office is told that it has not synchronised for too long."""

    last_sync_at: datetime


class VigilanceData(MailPayload, frozen=True, kw_only=True, omit_defaults=True):
    """`vigilance`: somebody who answers for a diner is told that another address has an account for it, or asks.

    Attributes:
        opened: whether it has one; else it asks.
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
# Those for the office, which speaks French whatever the family spoke that gave rise to them.
TO_OFFICE = frozenset({"alerte", "silence"})
