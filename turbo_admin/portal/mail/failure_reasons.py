"""Reasons why a mail was not delivered: French words, effect on the queue, advice for the host."""

from dataclasses import dataclass
from typing import Literal

from turbo_admin.core.french import NBSP
from turbo_admin.portal.mail.redaction import redacted_words

# Effect of an answer:
#   queue   our account or server: every other mail would be refused too; the queue stops, the host is informed
#   sender  our domain or IP address: the mail is retried, the host is informed
#   later   the recipient's server asks to wait, whatever its digits say
#   never   this mail will never be accepted
FailureEffect = Literal["queue", "sender", "later", "never"]


@dataclass(frozen=True, slots=True)
class FailureReason:
    """Why a mail was not taken.

    Attributes:
        code: for logs and for the database.
        words: French, for the office and the host.
        quotes: whether the server's own words are shown behind ours.
        digits: whether its three digits are.
        advice: French, what the host can do; empty when it is not the host's trouble.
    """

    code: str
    words: str
    effect: FailureEffect = "never"
    quotes: bool = False
    advice: str = ""
    digits: bool = False


_TRIAL = "essayez «\u00a0portal mail test\u00a0», qui lit aussi SPF, DKIM et DMARC"

QUOTA = FailureReason(
    "quota", "limite d’envoi du portail atteinte", "queue", True,
    "les courriels partiront quand le serveur en acceptera de nouveau\u00a0; si cela revient, demandez-lui une limite plus"
    " haute, ou baissez --mail-pace",
)  # fmt: skip
RELAY = FailureReason(
    "relay", "le serveur de courriel ne relaie pas les courriels du portail", "queue", True,
    "donnez à --mail le compte (smtp://compte@serveur:587) ou le serveur qui envoie pour le portail",
)  # fmt: skip
ACCOUNT = FailureReason(
    "account", "le serveur de courriel refuse le compte du portail", "queue", True,
    "vérifiez le compte de --mail et son mot de passe",
)  # fmt: skip
SENDER = FailureReason(
    "sender", "le serveur de courriel refuse l’adresse d’envoi du portail", "queue", True,
    "donnez à --mail-from (et à --mail-bounces) une adresse que ce compte a le droit d’utiliser",
)  # fmt: skip
LINK = FailureReason(
    "link", "le serveur de courriel exige une liaison chiffrée", "queue", True,
    "mettez smtps:// dans --mail, ou ?starttls=required",
)  # fmt: skip
REFUSED_ALL = FailureReason(
    "refused", "le serveur de courriel refuse les envois du portail", "queue", True,
    "essayez «\u00a0portal mail test\u00a0», et demandez à qui tient ce serveur ce qu’il reproche aux envois",
    digits=True,
)  # fmt: skip
UNREACHED = FailureReason(
    "unreached", "le serveur de courriel du portail ne répond pas", "queue",
    advice="vérifiez l’adresse donnée à --mail, et que cette machine peut l’atteindre",
)  # fmt: skip
FOLDER = FailureReason(
    "folder", "le dossier des courriels n’est pas accessible en écriture", "queue",
    advice="libérez de la place dans le dossier donné à --mail, et laissez-y écrire le portail",
)  # fmt: skip
UNSERVED = FailureReason(
    "unserved",
    "le portail n’a encore jamais été servi",
    "queue",
    advice="lancez «\u00a0portal serve\u00a0» une fois",
)
DOMAIN = FailureReason(
    "domain", "le domaine d’envoi du portail n’est pas authentifié (SPF, DKIM ou DMARC)", "sender", True,
    f"corrigez les enregistrements DNS du domaine de --mail-from{NBSP}; {_TRIAL}",
)  # fmt: skip
REPUTATION = FailureReason(
    "reputation", "le serveur d’envoi du portail est sur une liste noire ou a mauvaise réputation", "sender", True,
    "demandez à qui tient le serveur de --mail de faire lever ce blocage",
)  # fmt: skip
TLS = FailureReason(
    "tls", "le serveur du destinataire exige une liaison chiffrée", "sender", True,
    "demandez à qui tient le serveur de --mail de chiffrer ses envois (TLS)",
)  # fmt: skip
GREYLISTED = FailureReason("greylisted", "le serveur du destinataire demande de réessayer plus tard", "later")
BUSY = FailureReason("busy", "la boîte du destinataire reçoit trop de courriels à la fois", "later")
FULL = FailureReason("full", "boîte pleine")
CLOSED = FailureReason("closed", "boîte fermée")
UNKNOWN = FailureReason("unknown", "boîte inconnue")
NO_DOMAIN = FailureReason("no_domain", "domaine inconnu")
NO_MAIL = FailureReason("no_mail", "domaine sans messagerie")
BAD_ADDRESS = FailureReason("bad_address", "adresse impossible")
TOO_BIG = FailureReason("too_big", "courriel trop volumineux")
CONTENT = FailureReason("content", "pris pour un courrier indésirable", quotes=True)
UNREACHABLE = FailureReason("unreachable", "serveur du destinataire injoignable")
WAITING = FailureReason(
    "waiting", "le serveur du destinataire demande d’attendre", "later", quotes=True, digits=True
)
POLICY = FailureReason("policy", "refusé par le serveur du destinataire", quotes=True)
REFUSED = FailureReason("", "refusé", quotes=True, digits=True)

REASONS = {
    one.code: one
    for one in (
        *(QUOTA, RELAY, ACCOUNT, SENDER, LINK, REFUSED_ALL, UNREACHED, FOLDER, UNSERVED, DOMAIN, REPUTATION, TLS, GREYLISTED, BUSY),
        *(FULL, CLOSED, UNKNOWN, NO_DOMAIN, NO_MAIL, BAD_ADDRESS, TOO_BIG, CONTENT, UNREACHABLE, WAITING, POLICY, REFUSED),
    )
}  # fmt: skip


def in_words(reason: FailureReason, code: int, said: str, to: str = "") -> str:
    """Return a reason for office and host: French, one line, without addresses.

    Args:
        said: the server's text, of which the words are quoted where the reason alone does not say enough.
        to: the recipient's address; nothing of it is quoted.
    """
    words = f"{reason.words} ({code})" if reason.digits and code else reason.words
    quoted = redacted_words(said, to) if reason.quotes else ""
    return f"{words}{NBSP}: «{NBSP}{quoted}{NBSP}»" if quoted else words
