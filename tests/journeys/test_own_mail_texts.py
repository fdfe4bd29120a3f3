"""The office writes its own words, looks at them, and the family reads exactly that: a real portal, real mails."""

import re
from email.message import EmailMessage

from msgspec.structs import replace
from sqlalchemy import text

from tests.journeys.conftest import RunningPortal
from tests.journeys.test_accounts_at_the_portal import MOTHER, desk, exchange, request_of
from tests.people import LEA_MARTIN, UAI, make_form
from turbo_admin.core.mails.own import OwnText
from turbo_admin.core.mails.words import WORDS
from turbo_admin.demo.catcher import Catcher
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.settings.mail_texts import preview_mail
from turbo_admin.office.settings.school_settings import (
    SETTINGS_KEY,
    SchoolSettings,
    enqueue_settings,
    save_settings,
    settings_of,
)
from turbo_admin.office.sheets import mail
from turbo_admin.portal.host.databases import owner_database
from turbo_admin.portal.schools.registry import find_school
from turbo_admin.store import outbox, schools

__all__ = ["desk"]
# What is drawn anew for each family.
_DRAWN = (
    (re.compile(r"/(confirmer|activer|demande)/[\w-]+"), r"/\1/…"),
    (re.compile(r"\b[a-z]{2}\d{6}\b"), "identifiant"),
    (re.compile(r"\b(?:\w{4}-){2}\w{4}\b"), "mot de passe"),
    (re.compile(r"\b[0-9A-F]{4}-[0-9A-F]{4}\b"), "référence"),
    (re.compile(r"jusqu’au [^.]+\."), "jusqu’au …"),
)
OWN = (
    OwnText(
        "demande",
        "{etablissement} : demande reçue",
        "Madame, Monsieur,\n\nLa cantine a reçu votre demande & répond sous {delai}.",
        "Bien à vous,\nla cantine ({contact})",
    ),
    OwnText("identifiants", opening="Voici le compte de {prenom_nom}."),
)


def test_the_familys_mail_is_the_one_that_the_office_looked_at(
    desk: Desk, portal: RunningPortal, smtp: Catcher
) -> None:
    settings = replace(settings_of(desk, UAI), mail_texts=OWN, phone="01 99 00 00 00", delay_hours=72)
    save_settings(desk, UAI, settings)
    assert settings_of(desk, UAI) == settings
    exchange(desk)
    request = request_of(desk, portal, LEA_MARTIN, MOTHER)
    mail.mail_sheets(desk, from_requests.issue(desk, [request]).sheets)
    exchange(desk)
    typed = make_form(LEA_MARTIN)
    for kind, name in (("demande", f"{typed['prenom']} {typed['nom']}"), ("identifiants", "Léa MARTIN")):
        [received] = smtp.wait_for(1, to=MOTHER, kind=kind)
        assert read(received) == previewed(desk, settings, portal, kind, name)
    [received] = smtp.sent_to(MOTHER, "demande")
    assert str(received["Subject"]).endswith("\u00a0: demande reçue")
    assert read(received)[1].startswith("Madame, Monsieur,\n\nLa cantine a reçu votre demande & répond")
    assert "Bien à vous,\nla cantine (01 99 00 00 00)\n" in read(received)[1]

    # Back to ours, at the next synchronisation.
    save_settings(desk, UAI, replace(settings, mail_texts=()))
    exchange(desk)
    request_of(desk, portal, LEA_MARTIN, "autre@exemple.fr")
    [again] = smtp.wait_for(1, to="autre@exemple.fr", kind="demande")
    assert str(again["Subject"]).startswith("Votre demande de compte – ")


def test_words_that_an_older_portal_dropped_reach_the_newer_one_by_themselves(
    desk: Desk, portal: RunningPortal
) -> None:
    def held() -> list[str]:
        """The kinds of mail that the portal has words of the school's own for."""
        with owner_database(portal.data, "") as host, host.school(UAI) as connection:
            found = find_school(connection, UAI)
        assert found
        return [one.kind for one in found.settings.mail_texts]

    save_settings(desk, UAI, replace(settings_of(desk, UAI), mail_texts=OWN))
    exchange(desk)
    assert held() == [own.kind for own in OWN]
    # As if told to a portal that knew nothing of a school's own words, and was updated since.
    with owner_database(portal.data, "") as host, host.school(UAI) as connection:
        connection.execute(text("UPDATE school SET settings = settings - 'mail_texts'"))
    with desk.database.write() as session:
        enqueue_settings(session, schools.school(session, UAI), "")  # an older one does not say
        outbox.forget(session, UAI, "settings", [SETTINGS_KEY])
    assert held() == []
    exchange(desk)
    assert held() == [own.kind for own in OWN]


def read(received: EmailMessage) -> tuple[str, str, str]:
    """Subject, text and HTML as the family's program for mail has them."""
    plain, rich = (str(part.get_content()) for part in received.iter_parts())  # type: ignore[attr-defined]
    return str(received["Subject"]), undrawn(plain), undrawn(rich)


def previewed(
    desk: Desk, settings: SchoolSettings, portal: RunningPortal, kind: str, name: str
) -> tuple[str, str, str]:
    """The same of what the office looked at, for that name."""
    assert kind in WORDS
    letter = preview_mail(desk, settings, UAI, portal.url, kind)
    text, html = (undrawn(part).replace("Camille MARTIN", name) for part in (letter.text, letter.html))
    return letter.subject, text, html


def undrawn(text: str) -> str:
    """What was drawn for one family, told as such."""
    text = text.replace("\r\n", "\n")
    for shape, told in _DRAWN:
        text = shape.sub(told, text)
    return text
