"""A mail is written in the language in which its family asked, and all of it comes from the catalogue."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest

from tests.portal.brackets import OPEN, OTHER, bracketed, left_out, words
from tests.portal.conftest import Portal
from tests.portal.mail.test_mail_texts import SAMPLES, SECRET
from tests.portal.site import OWN, Site, Visitor
from turbo_admin.core.credentials.rules import draw_provisional, hash_password, hash_token, new_salt
from turbo_admin.core.credentials.sealing import public_mail_key, seal_for_mail
from turbo_admin.core.language import FRENCH
from turbo_admin.core.mails.letters import write
from turbo_admin.core.mails.own import MailSite, OwnText
from turbo_admin.core.mails.payloads import TO_OFFICE
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.base.languages import Languages
from turbo_admin.portal.host.worker import work_once
from turbo_admin.portal.mail.sending import MailSender
from turbo_admin.portal.mail.transport import open_transport
from turbo_admin.protocol.states import (
    AccountRequestState,
    AccountState,
    Credential,
    DinerState,
    MailCredentials,
)

SCHOOL = MailSite("0990001N", "https://cantine.exemple.fr", "Collège de l’Exemple", phone="01 99 00 00 00")
# What is the same in every language: who is written about, and what the office itself wrote.
_GIVEN = re.compile(r"lm482716|Carte inconnue\.|Vérifiez le numéro\.|k7mf-9xwq-3tpa")
ASKER = "famille@exemple.fr"
TYPED = {"card": "04217", "last_name": "MARTIN", "first_name": "Léa", "email": ASKER}


@pytest.fixture(scope="module")
def languages(tmp_path_factory: pytest.TempPathFactory) -> Languages:
    """French, and a language in which every text stands between brackets."""
    return bracketed(tmp_path_factory.mktemp("locales"))


@pytest.fixture
def site(portal: Portal, languages: Languages):  # type: ignore[no-untyped-def]
    """A site that speaks both."""
    with Site(portal, languages=languages) as running:
        yield running


@pytest.fixture
def foreigner(site: Site) -> Visitor:
    """A browser that would rather have the other language."""
    visitor = site.visitor()
    visitor.http.headers["Accept-Language"] = OTHER
    return visitor


@pytest.mark.parametrize("kind", sorted(set(SAMPLES) - TO_OFFICE))
def test_every_mail_to_families_comes_wholly_from_the_catalogue(kind: str, languages: Languages) -> None:
    letter = write(kind, SCHOOL, SAMPLES[kind], SECRET, languages.named(OTHER))
    assert f'<html lang="{OTHER}"' in letter.html
    for said in (letter.subject, letter.text, " ".join(words(letter.html))):
        assert OPEN in said
        assert left_out(_GIVEN.sub("", said)) == []


@pytest.mark.parametrize("kind", sorted(TO_OFFICE))
def test_the_office_reads_french_whoever_gave_rise_to_the_mail(kind: str, languages: Languages) -> None:
    letter = write(kind, SCHOOL, SAMPLES[kind], None, languages.named(OTHER))
    assert letter == write(kind, SCHOOL, SAMPLES[kind])
    assert OPEN not in letter.subject + letter.text + letter.html


def test_a_schools_own_words_are_said_as_they_are_and_the_rest_in_the_language(languages: Languages) -> None:
    own = OwnText("demande", opening="Bienvenue à la cantine.")
    school = MailSite("0990001N", "https://cantine.exemple.fr", "Collège de l’Exemple", own={"demande": own})
    letter = write("demande", school, SAMPLES["demande"], SECRET, languages.named(OTHER))
    assert left_out(letter.text) == ["Bienvenue à la cantine."]


def test_a_language_that_is_no_more_at_hand_is_french(languages: Languages) -> None:
    assert languages.named(OTHER).code == OTHER
    for gone in ("", "fr", "tlh"):
        assert languages.named(gone) is FRENCH


def test_a_family_is_written_to_in_the_language_in_which_it_asked(
    site: Site, portal: Portal, languages: Languages, smtp: Catcher, foreigner: Visitor
) -> None:
    request = ask(site, foreigner, "MARTIN", ASKER)
    ask(site, site.visitor(), "DURAND", "autre@exemple.fr")
    issue_and_mail(site, request)
    send(portal, languages, smtp)
    for kind in ("demande", "identifiants"):
        [mail] = smtp.sent_to(ASKER, kind)
        assert f"{OPEN}Bonjour," in body(mail)
    [french] = smtp.sent_to("autre@exemple.fr")
    assert OPEN not in body(french) + str(french["Subject"])


def test_a_refusal_is_in_the_language_of_the_request(
    site: Site, portal: Portal, languages: Languages, smtp: Catcher, foreigner: Visitor
) -> None:
    request = ask(site, foreigner, "MARTIN", ASKER)
    refused = AccountRequestState(
        **TYPED, received_at=site.clock(), answer="refused", decision=1, reason="Carte inconnue."
    )
    site.change("request", request, refused)
    send(portal, languages, smtp)
    [mail] = smtp.sent_to(ASKER, "refus")
    assert left_out(body(mail)) == ["Carte inconnue."]


def test_who_chooses_a_password_in_a_language_is_written_to_in_it_from_then_on(
    site: Site, portal: Portal, languages: Languages, smtp: Catcher, foreigner: Visitor
) -> None:
    people = site.family()
    assert foreigner.sign_in(people.login, people.password).status_code == 303
    foreigner.submit("choisir-mot-de-passe", mot_de_passe=OWN, confirmation=OWN)
    assert portal.rows("SELECT language FROM account") == [(OTHER,)]
    # Whoever asks on a page is answered in its language.
    for visitor in (site.visitor(), foreigner):
        visitor.submit("mot-de-passe-oublie", identifiant=people.login)
        send(portal, languages, smtp)
    assert [OPEN in body(mail) for mail in smtp.sent_to(people.email, "oubli")] == [False, True]


def ask(site: Site, visitor: Visitor, name: str, email: str) -> str:
    """A family asks for an account; the request's id."""
    known = {one for (one,) in site.portal.rows("SELECT request_id FROM account_request")}
    asked = visitor.submit("creer-un-compte", carte="04217", nom=name, prenom="Léa", email=email)
    assert asked.status_code == 303
    rows = site.portal.rows("SELECT request_id FROM account_request")
    [request] = {one for (one,) in rows} - known
    return str(request)


def issue_and_mail(site: Site, request: str) -> None:
    """The office answers a request, by mail."""
    secret, expires = draw_provisional(), site.clock() + timedelta(days=30)
    key = public_mail_key(site.portal.mail_key)
    site.change("diner", "d1", DinerState(last_name="MARTIN", first_name="Léa"))
    credential = Credential(number=1, link_hash=hash_token(secret.link_token), expires_at=expires)
    issued = AccountState(login="lm482716", email=ASKER, diner_ids=["d1"], credential=credential)
    hashed = hash_password(secret.password, new_salt())
    site.change("account", "a1", issued, password_hash=hashed)
    answered = AccountRequestState(
        **TYPED, received_at=site.clock(), answer="answered", decision=1, account_id="a1"
    )
    site.change("request", request, answered)
    mail = MailCredentials(
        account_id="a1", number=1, to=ASKER, sealed=seal_for_mail(secret, key), mail_key=key
    )
    site.change("mail.credentials", "m1", mail)


def send(portal: Portal, languages: Languages, smtp: Catcher) -> None:
    """Have everything that waits sent."""
    portal.rows(
        "UPDATE mail SET next_at = now() - interval '1 minute', expires_at = now() + interval '1 day'"
    )
    work_once(MailSender(portal.worker, open_transport(smtp.url), portal.mail_key, languages=languages))
    assert portal.rows("SELECT DISTINCT state FROM mail") == [("sent",)]


def body(mail: EmailMessage) -> str:
    """What a mail says in plain text."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())
