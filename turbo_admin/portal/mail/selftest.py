"""Mail self-test: sends one mail, and checks SPF, DKIM and DMARC of the sender's domain in the DNS.

| record | says | without it |
| --- | --- | --- |
| SPF, `exemple.fr TXT "v=spf1 …"` | which servers may send for the domain | spam, or refused |
| DKIM, `<selector>._domainkey.exemple.fr TXT "v=DKIM1; …"` | the key of the server's signature | spam, or refused |
| DMARC, `_dmarc.exemple.fr TXT "v=DMARC1; …"` | what to do with what fails both | big providers refuse above some thousands a day |
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address

import dns.exception
import dns.resolver

from turbo_admin.core.colours import LIGHT
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import NBSP
from turbo_admin.core.mails.blocks import Letter
from turbo_admin.portal.base.health import ATTENTION, BROKEN, OK, HealthFinding
from turbo_admin.portal.mail.message import Envelope, build
from turbo_admin.portal.mail.queue_state import advice_on
from turbo_admin.portal.mail.smtp import SmtpTransport
from turbo_admin.portal.mail.smtp_answers import MailDelayed, MailRejected
from turbo_admin.portal.mail.transport import Transport

# For each DNS query, retries included.
_PATIENCE_S = 6.0
_SUBJECT = "Essai des courriels de l’Espace Numérique"
_WORDS = (
    "Ce courriel est un essai, demandé par la personne qui héberge l’Espace Numérique. S’il est dans les courriers"
    " indésirables, les familles y trouveront aussi les leurs\u00a0: voyez les lignes SPF, DKIM et DMARC de l’essai."
)


@dataclass(frozen=True, slots=True)
class MailTest:
    """Parameters of the self-test.

    Attributes:
        sender: the address that mails come from.
        selector: of DKIM, as the mail server's documentation gives it; empty when unknown.
        resolver: `127.0.0.1:5353`; empty for the system's.
    """

    transport: Transport
    sender: str
    to: str
    selector: str = ""
    resolver: str = ""


def run_mail_test(mail_test: MailTest) -> Iterator[HealthFinding]:
    """Send one mail, then query the DNS for the sender's domain.

    Raises:
        Refused: `dns_server`.
    """
    names = _resolver(mail_test.resolver)
    yield from _send(mail_test)
    domain = mail_test.sender.rpartition("@")[2]
    yield _look_up(names, "SPF", domain, "v=spf1", "quels serveurs envoient pour ce domaine")
    if mail_test.selector:
        yield _look_up(
            names, "DKIM", f"{mail_test.selector}._domainkey.{domain}", "", "la clé de la signature"
        )
    else:
        yield HealthFinding(
            "DKIM",
            ATTENTION,
            f"donnez --dkim-selector, que nomme l’offre de votre serveur de courriel{NBSP}: il signe alors chaque courriel",
        )
    yield _look_up(names, "DMARC", f"_dmarc.{domain}", "v=DMARC1", "que faire de ce qui n’est pas signé")


def _send(mail_test: MailTest) -> Iterator[HealthFinding]:
    part, now = "envoi", datetime.now(UTC)
    letter = Letter(
        _SUBJECT,
        _WORDS + "\n",
        f'<html lang="fr"><body style="color:{LIGHT.text}"><p>{_WORDS}</p></body></html>',
    )
    envelope = Envelope(
        sender=mail_test.sender,
        sender_name="Espace Numérique",
        to=mail_test.to,
        kind="essai",
        message_id=uuid.uuid4().hex,
    )
    try:
        mail_test.transport.send(build(envelope, letter, at=now), sender=mail_test.sender, to=mail_test.to)
        yield HealthFinding(
            part, OK, f"le serveur a pris le courriel{NBSP}: regardez s’il arrive, et dans quel dossier"
        )
        if isinstance(mail_test.transport, SmtpTransport):
            yield mail_test.transport.greet().found("liaison", "le serveur reçoit les courriels")
    except MailDelayed as delay:
        yield HealthFinding(part, BROKEN, f"{delay.reason}. {advice_on(delay.trouble)}".removesuffix(". "))
    except MailRejected as rejection:
        yield HealthFinding(part, BROKEN, rejection.reason)
    except ValueError:
        yield HealthFinding(part, BROKEN, "cette adresse ne peut pas être écrite dans un courriel")
    finally:
        mail_test.transport.close()


def _resolver(typed: str) -> dns.resolver.Resolver:
    if not typed:
        try:
            return dns.resolver.get_default_resolver()
        except dns.resolver.NoResolverConfiguration as error:
            raise Refused("dns_server", typed="") from error
    host, _, port = typed.rpartition(":") if typed.count(":") == 1 else (typed, "", "53")
    try:
        ip_address(host)
        found = dns.resolver.Resolver(configure=False)
        found.nameservers, found.port = [host], int(port)
    except ValueError as error:
        raise Refused("dns_server", typed=typed) from error
    return found


def _look_up(names: dns.resolver.Resolver, part: str, name: str, begins: str, says: str) -> HealthFinding:
    try:
        answer = names.resolve(name, "TXT", lifetime=_PATIENCE_S)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        found = []
    except dns.exception.DNSException:
        return HealthFinding(part, ATTENTION, f"le DNS ne répond pas pour {name}")
    else:
        found = [b"".join(record.strings).decode("utf-8", "replace") for record in answer]
    ours = [one for one in found if one.lower().startswith(begins.lower())]
    if not ours:
        return HealthFinding(part, BROKEN, f"il manque un enregistrement TXT à {name}{NBSP}: il dit {says}")
    # Several SPF records are a permanent error (RFC 7208, 4.5).
    if len(ours) > 1:
        return HealthFinding(
            part, BROKEN, f"{name} en a plusieurs{NBSP}: n’en gardez qu’un, sinon aucun ne compte"
        )
    return HealthFinding(part, OK, ours[0][:120])
