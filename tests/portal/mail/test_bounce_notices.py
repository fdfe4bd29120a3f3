"""Notices of non-delivery without parts for machines: letters of providers, in French and English."""

import base64
import quopri
from email.header import Header
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.portal.conftest import Portal
from tests.portal.mail.test_bounces import VERP, message_id, notice, sent, state, told
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.mail.bounces import process_bounce
from turbo_admin.portal.mail.sending import MailSender, return_path
from turbo_admin.portal.mail.transport import open_transport


@pytest.fixture
def mailer(portal: Portal, smtp: Catcher) -> MailSender:
    return MailSender(portal.worker, open_transport(smtp.url), portal.mail_key, bounces=VERP)


def plain(mail: EmailMessage, body: str, **more: str) -> bytes:
    """A provider's letter, without parts for machines."""
    headers = {
        "From": "Mail Delivery System <MAILER-DAEMON@mx.exemple.fr>",
        "To": return_path(VERP, message_id(mail)),
        "Subject": "Echec de remise de votre message",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    } | {name.replace("_", "-"): value for name, value in more.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
    return f"{lines}\r\n{body.replace(chr(10), chr(13) + chr(10))}".encode()


def test_the_letter_of_a_provider_in_plain_french_is_understood(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    case = Path(__file__).parents[2] / "golden" / "bounces" / "french_plain.eml"
    mail = sent(portal, mailer, smtp)
    raw = case.read_text(encoding="utf-8").replace("@VERP@", return_path(VERP, message_id(mail)))
    assert process_bounce(portal.worker, raw.replace("@MID@", str(mail["Message-ID"])).encode()) == "failed"
    assert told(portal)[-1] == ("failed", "boîte inconnue")


LETTERS = [
    ("Votre message n'a pas pu être remis.\n\n   a@exemple.fr\n\n552 5.1.1 Boite du destinataire pleine. Recipient overquota. OFR_417 [417]", "boîte pleine"),
    ("Votre message n’a pas pu être remis aux destinataires suivants :\na@exemple.fr\nL’adresse de messagerie que vous avez entrée est introuvable.", "boîte inconnue"),
    ("Échec de la remise pour ces destinataires ou groupes :\na@exemple.fr\nLa boîte aux lettres du destinataire est pleine et ne peut pas accepter de messages.", "boîte pleine"),
    ("Bonjour,\nVotre courrier n'a pu être distribué.\nRaison : ce compte a été désactivé.", "boîte fermée"),
    ("Adresse introuvable\nVotre message n'est pas parvenu à a@exemple.fr, car l'adresse est introuvable.", "boîte inconnue"),
    ("This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  a@exemple.fr\n    host mx.exemple.fr [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<a@exemple.fr>:\n    550 5.1.1 <a@exemple.fr>: Recipient address rejected: User unknown\n\n------ This is a copy of the message, including all the headers. ------\n\nReceived: from x\n", "boîte inconnue"),
    ("Hi. This is the qmail-send program at mx.exemple.fr.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<a@exemple.fr>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <x@exemple.fr>\n", "boîte inconnue"),
    ("I'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n                   The mail system\n\n<a@exemple.fr>: host mx.exemple.fr[192.0.2.1] said: 552 5.2.2 <a@exemple.fr>:\n    Over quota (in reply to RCPT TO command)\n", "boîte pleine"),
    ("Delivery to the following recipient failed permanently:\n\n     a@exemple.fr\n\nTechnical details of permanent failure:\nThe response from the remote server was:\n550 5.7.26 This mail is unauthenticated, DMARC\n", "le domaine d’envoi du portail n’est pas authentifié (SPF, DKIM ou DMARC)\u00a0: «\u00a0This mail is unauthenticated, DMARC\u00a0»"),
    ("Le message n'a pas pu être délivré à a@exemple.fr : serveur injoignable, délai dépassé.", "serveur du destinataire injoignable"),
    ("Votre message n'a pas pu être remis à a@exemple.fr.\nErreur : 554 Pas aujourd'hui, a@exemple.fr", "refusé (554)\u00a0: «\u00a0Pas aujourd'hui\u00a0»"),
    ("Votre message n'a pas pu être remis.", "refusé"),
    ("Votre message a été rejeté par notre antispam.", "pris pour un courrier indésirable"),
    ("Nous n'avons pas pu remettre votre message, la taille de votre courrier dépasse la limite autorisée.", "courriel trop volumineux"),
    ("Votre message n'a pas pu être remis : l'utilisateur refuse les messages d'expéditeurs inconnus.", "refusé par le serveur du destinataire"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "words"), LETTERS)
def test_the_letters_of_servers_are_understood(
    portal: Portal, mailer: MailSender, smtp: Catcher, body: str, words: str
) -> None:
    assert process_bounce(portal.worker, plain(sent(portal, mailer, smtp), body)) == "failed"
    assert told(portal) == [("sent", ""), ("failed", words)]


@pytest.mark.parametrize("letter", [
    ("Notification d'état de remise (échec)", "Le destinataire a@exemple.fr a quitté l'établissement. Sa boîte est fermée.", "boîte fermée"),
    ("Retour à l'expéditeur", "L'adresse du destinataire est erronée.", "boîte inconnue"),
    ("Échec de la remise", "Une erreur inconnue s'est produite lors de la remise au destinataire.", "refusé"),
    ("Échec de la remise", "Le serveur du destinataire est injoignable depuis 2 jours. Abandon.", "serveur du destinataire injoignable"),
])  # fmt: skip
@pytest.mark.parametrize("written", ["utf-8", "iso-8859-1", "header"])
def test_a_subject_that_says_that_delivery_failed_is_enough(
    portal: Portal, mailer: MailSender, smtp: Catcher, letter: tuple[str, str, str], written: str
) -> None:
    subject, body, words = letter
    said = subject if written != "header" else Header(subject, "utf-8").encode()
    raw = plain(sent(portal, mailer, smtp), body, Subject=said)
    if written == "iso-8859-1":
        raw = raw.replace(said.encode(), said.encode(written))
    assert process_bounce(portal.worker, raw) == "failed"
    assert told(portal)[-1] == ("failed", words)


@pytest.mark.parametrize("quoting", [
    "Message-ID: {}", "Message-ID: <{}@cantine.exemple.fr>", "> Message-Id:  {}@cantine.exemple.fr",
    "Return-Path: <retours+{}@cantine.exemple.fr>", "Identifiant : {}@cantine.exemple.fr",
])  # fmt: skip
def test_a_letter_that_only_quotes_the_mail_s_id_is_enough(
    portal: Portal, mailer: MailSender, smtp: Catcher, quoting: str
) -> None:
    mail = sent(portal, mailer, smtp)
    body = f"Votre message n'a pas pu être remis.\n550 5.1.1 inconnu\n\n{quoting.format(message_id(mail))}\n"
    assert process_bounce(portal.worker, plain(mail, body, To=VERP)) == "failed"


FULL = "Votre message n’a pas pu être remis : la boîte du destinataire est pleine (é)."
HTML = "<html><head><style>p{color:#000}</style></head><body><p>Votre message n&rsquo;a <b>pas pu être remis</b></p><div>La bo&icirc;te du destinataire est pleine</div></body></html>"


@pytest.mark.parametrize("written", [
    ("utf-8", "8bit", FULL), ("iso-8859-15", "8bit", FULL.replace("’", "'")), ("utf-8", "quoted-printable", FULL),
    ("utf-8", "base64", FULL), ("windows-1252", "base64", FULL), ("", "8bit", FULL), ("inconnu", "8bit", FULL),
    ("utf-8", "quoted-printable", HTML), ("iso-8859-1", "base64", HTML),
])  # fmt: skip
def test_a_letter_is_read_in_whatever_it_is_written(
    portal: Portal, mailer: MailSender, smtp: Catcher, written: tuple[str, str, str]
) -> None:
    (charset, encoding, body), mail = written, sent(portal, mailer, smtp)
    raw = body.encode(charset if charset not in {"", "inconnu"} else "cp1252")
    encoded = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(
        encoding, lambda one: one
    )(raw)
    kind = "text/html" if "<" in body else "text/plain"
    head = plain(
        mail,
        "",
        Content_Type=kind + (f"; charset={charset}" if charset else ""),
        Content_Transfer_Encoding=encoding,
    )
    assert process_bounce(portal.worker, head + encoded) == "failed"
    assert told(portal)[-1] == ("failed", "boîte pleine")


def test_the_words_of_the_mail_that_came_back_explain_nothing(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    mail = sent(portal, mailer, smtp)
    body = (
        "Votre message n'a pas pu être remis.\nSujet : votre compte est fermé\n\n--- Message d'origine ---\n\n"
        "Votre mot de passe\nboîte pleine, utilisateur inconnu\n"
    )
    assert process_bounce(portal.worker, plain(mail, body)) == "failed"
    assert told(portal)[-1] == ("failed", "refusé")


def test_the_status_of_a_report_yields_to_its_words(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    mail = sent(portal, mailer, smtp)
    back = notice(mail).replace(b"<a@exemple.fr>: no", b"Boite du destinataire pleine. OFR_417 [417]")
    assert process_bounce(portal.worker, back) == "failed"
    assert told(portal)[-1] == ("failed", "boîte pleine")


LATE = [
    ("Votre message n'a pas encore pu être remis à a@exemple.fr.\nDe nouvelles tentatives auront lieu pendant 4 jours.", {"Subject": "Remise retardée"}),
    ("Le message est en retard : 451 4.7.1 Greylisted\nIl n'est pas nécessaire de le renvoyer.", {"Subject": "Avis de retard de remise"}),
    ("A message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours.\nNo action is required on your part. Delivery attempts will continue for some time.", {"Subject": "Warning: message delayed 24 hours"}),
    ("THIS IS A WARNING MESSAGE ONLY.\nYOU DO NOT NEED TO RESEND YOUR MESSAGE.\n452 4.2.2 Mailbox full", {"Subject": "Warning: could not send message for past 4 hours"}),
]  # fmt: skip
NOTHING = [
    ("Je suis absente jusqu’à lundi. Mon ancienne adresse n'existe plus, 550 5.1.1.", {"From": "Marie <a@exemple.fr>", "Subject": "Réponse automatique : Échec", "Auto-Submitted": "auto-replied", "Return-Path": "<>"}),
    ("I am out of the office. My mailbox is full.", {"From": "Marie <a@exemple.fr>", "Subject": "Out of office", "Auto-Submitted": "auto-replied"}),
    ("Bonjour, votre message n'a pas pu être remis à mon fils, sa boîte est pleine.", {"From": "Marie <a@exemple.fr>", "Subject": "Re: Votre demande"}),
    ("Je suis absente. Votre message n'a pas pu être remis.", {"From": "Marie <a@exemple.fr>", "Subject": Header("Réponse automatique : Échec de la remise", "utf-8").encode(), "Auto-Submitted": "auto-replied"}),
    ("Votre message a été lu le 30/11/2026.", {"From": "Marie <a@exemple.fr>", "Subject": "Lu : Votre demande", "Auto-Submitted": "auto-replied"}),
    ("Rapport quotidien : rien à signaler.", {"Subject": "Rapport du serveur"}),
]  # fmt: skip


@pytest.mark.parametrize(("letter", "outcome"), [
    *((letter, "late") for letter in LATE), *((letter, "not a bounce") for letter in NOTHING),
])  # fmt: skip
def test_a_delay_and_an_absence_are_no_failures(
    mailer: MailSender, smtp: Catcher, portal: Portal, letter: tuple[str, dict[str, str]], outcome: str
) -> None:
    (body, headers), mail = letter, sent(portal, mailer, smtp)
    more = {name.replace("-", "_"): value for name, value in headers.items()}
    assert process_bounce(portal.worker, plain(mail, body, **more)) == outcome
    assert (state(portal), told(portal)) == (("sent", ""), [("sent", "")])


def test_a_letter_that_is_forged_or_about_another_mail_changes_nothing(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    mail = sent(portal, mailer, smtp)
    unknown = "Votre message n'a pas pu être remis.\n550 5.1.1 inconnu\n"
    other = return_path(VERP, "0" * 32)
    assert (
        process_bounce(portal.worker, plain(mail, f"{unknown}\nMessage-ID: {mail['Message-ID']}", To=other))
        == "unknown"
    )
    assert process_bounce(portal.worker, plain(mail, f"{unknown}\na@exemple.fr", To=VERP)) == "unknown"
    quota = plain(
        mail, "Votre message n'a pas pu être remis.\n550 5.4.5 Daily user sending limit exceeded", To=other
    )
    assert process_bounce(portal.worker, quota) == "unknown"
    assert (state(portal), told(portal)) == (("sent", ""), [("sent", "")])
    assert portal.rows("SELECT mail_stopped_at, mail_trouble FROM meta") == [(None, "")]


def test_a_notice_of_our_own_trouble_is_told_to_the_host_in_our_words_and_stops_nothing(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    mail = sent(portal, mailer, smtp)
    body = (
        "Votre message n'a pas pu être remis.\n554 5.7.26 unauthenticated, DMARC, appelez le 08 99 00 00 00"
    )
    assert process_bounce(portal.worker, plain(mail, body)) == "failed"
    [(stopped, trouble, says)] = portal.rows(
        "SELECT mail_stopped_at, mail_trouble, mail_trouble_says FROM meta"
    )
    assert (stopped, trouble, "08 99" in says) == (None, "domain", False)
    assert "inconnue" not in told(portal)[-1][1]
