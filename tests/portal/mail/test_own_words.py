"""A school's own words over SMTP: said where they can be, ours where they cannot; an older office has none."""

import email.policy
import json
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from tests.portal.conftest import Portal
from tests.portal.office import Office
from tests.portal.site import Site
from turbo_admin.core.mails.own import OwnText
from turbo_admin.core.mails.payloads import AccountData, MailPayload, VigilanceData
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.host.worker import work_once
from turbo_admin.portal.mail.queue import queue_mail
from turbo_admin.portal.mail.sending import MailSender
from turbo_admin.portal.mail.transport import open_transport
from turbo_admin.protocol.settings import Settings

TO = "famille@exemple.fr"
CHANGED = AccountData(login="lm482716", changed_at=datetime(2026, 12, 23, 22, 59, tzinfo=UTC))
OURS = "Votre mot de passe a été changé – Collège de l’Exemple"


def tell(portal: Portal, **values: Any) -> None:
    """Have the office tell its settings, over HTTP."""
    with Site(portal) as site:
        office = Office(site.base)
        assert office.pair(portal.code).status == 200
        settings = Settings(name="Collège de l’Exemple", **values)
        assert office.send(office.change("settings", "school", settings)) == [("done", "")]


def sent(portal: Portal, smtp: Catcher, kind: str, data: MailPayload) -> EmailMessage:
    """Send one mail; as it was caught."""
    with portal.database.school(portal.uai) as connection:
        queue_mail(connection, portal.uai, kind=kind, to=TO, data=data, now=datetime.now(UTC) - timedelta(1))
    assert work_once(MailSender(portal.worker, open_transport(smtp.url), portal.mail_key)) == 1
    assert portal.rows("SELECT state FROM mail ORDER BY created_at DESC LIMIT 1") == [("sent",)]
    return smtp.messages[-1]


def parts(mail: EmailMessage) -> tuple[str, str]:
    """The plain text and the HTML."""
    plain, rich = mail.iter_parts()
    said = [str(part.get_content()) for part in (plain, rich)]  # type: ignore[attr-defined]
    return said[0].replace("\r\n", "\n"), said[1]


def test_what_the_office_has_told_is_what_families_read(portal: Portal, smtp: Catcher) -> None:
    own = OwnText(
        kind="motdepasse",
        subject="Mot de passe – {etablissement}",
        opening="Madame, Monsieur,\n\nLa cantine <b>vous</b> écrit : {contact}.",
        closing="Le service de restauration",
    )
    tell(portal, mail_texts=[own], phone="01 99 00 00 00")
    mail = sent(portal, smtp, "motdepasse", CHANGED)
    plain, rich = parts(mail)
    assert mail["Subject"] == "Mot de passe – Collège de l’Exemple"
    assert plain.startswith(
        "Madame, Monsieur,\n\nLa cantine <b>vous</b> écrit\u00a0: 01 99 00 00 00.\n\nLe mot de"
    )
    assert "La cantine &lt;b&gt;vous&lt;/b&gt; écrit" in rich
    assert "Si ce n’est pas vous" in plain
    assert "\n\nLe service de restauration\n\n-- \n" in plain


def test_each_occasion_of_a_notice_has_words_of_its_own(portal: Portal, smtp: Catcher) -> None:
    tell(portal, mail_texts=(OwnText(kind="vigilance-ouverture", subject="Compte ouvert"),))
    opened = sent(portal, smtp, "vigilance", VigilanceData(first_name="Léa", opened=True))
    asked = sent(portal, smtp, "vigilance", VigilanceData(first_name="Léa", opened=False))
    assert opened["Subject"] == "Compte ouvert"
    assert asked["Subject"] == "Un compte a été demandé – Collège de l’Exemple"


@pytest.mark.parametrize(
    "own",
    [
        {"subject": "Bonjour {inconnue}"},
        {"subject": "Bonjour {etablissement"},
        {"subject": "{etablissement.__class__}"},
        {"subject": "x" * 200},
        {"subject": " \u2028 "},
    ],
)
def test_words_that_cannot_be_said_are_ours(portal: Portal, smtp: Catcher, own: dict[str, str]) -> None:
    tell(portal, mail_texts=(OwnText(kind="motdepasse", opening="Bonjour }{", closing="{0}", **own),))
    mail = sent(portal, smtp, "motdepasse", CHANGED)
    assert mail["Subject"] == OURS
    assert parts(mail)[0].startswith("Bonjour,\n\nLe mot de passe")
    assert "{" not in parts(mail)[0]


def test_a_subject_adds_no_header_and_no_recipient(portal: Portal, smtp: Catcher) -> None:
    hostile = "Objet\r\nBcc: autre@exemple.fr\r\n\r\n<h1>Corps</h1>"
    tell(portal, mail_texts=(OwnText(kind="motdepasse", subject=hostile),))
    mail = sent(portal, smtp, "motdepasse", CHANGED)
    assert mail["Subject"] == "Objet  Bcc: autre@exemple.fr    <h1>Corps</h1>"
    assert "Bcc" not in mail
    assert smtp.caught[-1].recipients == (TO,)
    assert "<h1>" not in parts(mail)[1]
    again = email.message_from_bytes(mail.as_bytes(), policy=email.policy.default)
    assert sorted(again.keys()) == sorted(mail.keys())


def test_a_kind_that_this_portal_does_not_know_is_let_be(portal: Portal, smtp: Catcher) -> None:
    tell(portal, mail_texts=(OwnText(kind="cantine-fermee", subject="Fermé"),))
    assert sent(portal, smtp, "motdepasse", CHANGED)["Subject"] == OURS


def test_an_older_office_tells_none_and_its_families_read_ours(portal: Portal, smtp: Catcher) -> None:
    tell(portal)
    portal.rows("UPDATE school SET settings = settings - 'mail_texts'")
    ((kept,),) = portal.rows(
        "SELECT CAST(settings AS text) FROM school WHERE school_id = :uai", uai=portal.uai
    )
    assert "mail_texts" not in json.loads(kept)
    assert sent(portal, smtp, "motdepasse", CHANGED)["Subject"] == OURS
