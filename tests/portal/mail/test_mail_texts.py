"""What mails say, and that no name can add a header, a recipient or a tag."""

import email
import email.policy
import html
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import cast

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_admin.core.credentials.rules import Provisional
from turbo_admin.core.mails.blocks import Letter
from turbo_admin.core.mails.letters import LETTERS, write
from turbo_admin.core.mails.own import MailSite
from turbo_admin.core.mails.payloads import (
    DATA,
    AccountData,
    AddressData,
    AddressTakenData,
    AlertData,
    CredentialsData,
    ForgottenData,
    Login,
    MailPayload,
    RefusalData,
    RequestData,
    SilenceData,
    VigilanceData,
)
from turbo_admin.portal.mail.message import Envelope, build, idna_address
from turbo_admin.portal.mail.site_settings import site_of_school
from turbo_admin.protocol.settings import Settings

AT = datetime(2026, 12, 23, 22, 59, 59, tzinfo=UTC)
SECRET = Provisional("k7mf-9xwq-3tpa", "AAAAAAAAAAAAAAAAAAAAAA")
SETTINGS = Settings(
    name="Collège de l’Exemple", address="1 rue des Écoles\n99000 Exemple", phone="09 90 00 00 00"
)
SITE = site_of_school("0990001N", "https://cantine.exemple.fr", SETTINGS)
SAMPLES: dict[str, MailPayload] = {
    "demande": RequestData(),
    "identifiants": CredentialsData(login="lm482716", expires_at=AT, diners=["Léa MARTIN", "Łukasz MARTIN"]),
    "oubli": ForgottenData(
        login="lm482716",
        expires_at=AT,
        diners=["Léa MARTIN"],
        others=[Login(login="pm123456", diners=["Paul"])],
    ),
    "refus": RefusalData(reason="Carte inconnue.\nVérifiez le numéro."),
    "motdepasse": AccountData(login="lm482716", changed_at=AT),
    "adresse": AddressData(expires_at=AT),
    "adresse-prise": AddressTakenData(asked_at=AT),
    "adresse-demandee": AccountData(login="lm482716", changed_at=AT),
    "adresse-changee": AccountData(login="lm482716", changed_at=AT),
    "espaces-relies": AccountData(login="lm482716", changed_at=AT),
    "fermeture": AccountData(login="lm482716", changed_at=AT),
    "alerte": AlertData(received_at=AT),
    "silence": SilenceData(last_sync_at=AT),
    "vigilance": VigilanceData(first_name="Léa", opened=True),
}


def letter(kind: str, site: MailSite = SITE) -> Letter:
    return write(kind, site, SAMPLES[kind], SECRET)


def message(letter: Letter, **values: str) -> EmailMessage:
    usual = {
        "sender": "ne-pas-repondre@cantine.exemple.fr",
        "sender_name": "Espace Numérique – Collège de l’Exemple",
        "to": "famille@exemple.fr",
        "kind": "identifiants",
        "message_id": "abc123",
    }
    built = build(Envelope(**{**usual, **values}), letter, at=AT)
    return cast(EmailMessage, email.message_from_bytes(built.as_bytes(), policy=email.policy.default))


def test_every_kind_has_its_text_and_its_data() -> None:
    assert set(LETTERS) == set(DATA) == set(SAMPLES)


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_text_and_html_say_the_same(kind: str) -> None:
    written = letter(kind)
    shown = html.unescape(re.sub(r"<[^>]+>", " ", written.html.partition("<body")[2].partition(">")[2]))
    for line in written.text.splitlines():
        words = re.sub(r"^(\d+\. |--$)", "", line.strip())
        for part in words.split("\u00a0: "):
            assert " ".join(part.rstrip("\u00a0:").split()) in " ".join(shown.split()), part


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_a_mail_is_french_and_loads_nothing_from_elsewhere(kind: str) -> None:
    written = letter(kind)
    assert 'lang="fr"' in written.html
    assert not re.search(r"<(img|script|link|iframe|style)\b|url\(", written.html)
    assert not re.search(r"[^\s\u00a0] [:;!?»]|« ", written.text)
    assert "'" not in written.text
    assert "Collège de l’Exemple" in written.subject


def test_credentials_hold_what_the_sheet_holds() -> None:
    text = letter("identifiants").text
    assert "Identifiant\u00a0: lm482716" in text
    assert "Mot de passe provisoire\u00a0: k7mf-9xwq-3tpa" in text
    assert "https://cantine.exemple.fr/e/0990001N/activer/AAAAAAAAAAAAAAAAAAAAAA" in text.splitlines()
    assert "Léa MARTIN et Łukasz MARTIN" in text
    assert "23\u00a0décembre 2026 à 23:59" in text
    assert "identifiant \\ mot de passe oublié(s)" in text


def test_a_school_may_mail_the_link_without_the_password() -> None:
    site = site_of_school(
        "0990001N", "https://cantine.exemple.fr", msgspec.structs.replace(SETTINGS, mail_shows_password=False)
    )
    written = letter("identifiants", site)
    assert SECRET.password not in written.text + written.html
    assert "Mot de passe provisoire" not in written.text
    assert SECRET.link_token in written.text


def test_the_acknowledgement_asks_for_its_button() -> None:
    text = letter("demande").text
    assert "https://cantine.exemple.fr/e/0990001N/confirmer/AAAAAAAAAAAAAAAAAAAAAA" in text.splitlines()
    assert "48\u00a0h" in text
    assert "courriers indésirables" in text


def test_the_headers_of_a_mail() -> None:
    built = message(letter("identifiants"), reply_to="intendance@exemple.fr")
    assert built["X-Turbo-Kind"] == "identifiants"
    assert built["Auto-Submitted"] == "auto-generated"
    assert built["Message-ID"] == "<abc123@cantine.exemple.fr>"
    assert built["Date"] == "Wed, 23 Dec 2026 22:59:59 +0000"
    assert built["Reply-To"] == "intendance@exemple.fr"
    assert built["From"] == "Espace Numérique – Collège de l’Exemple <ne-pas-repondre@cantine.exemple.fr>"
    assert [part.get_content_type() for part in built.iter_parts()] == ["text/plain", "text/html"]


def test_a_domain_with_accents_goes_out_in_ascii() -> None:
    assert idna_address("léa@école.exemple.fr") == "léa@xn--cole-9oa.exemple.fr"


@pytest.mark.parametrize(
    "address", ["a@b\r\nBcc: c@d.fr", "a\n@exemple.fr", "a@" + "x" * 70 + ".fr", "a@exe..mple"]
)
def test_an_address_that_no_header_holds_is_an_error_and_no_mail(address: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the library has several messages for it)
        message(letter("refus"), to=address)


@pytest.mark.parametrize("to", ["famille@exemple.fr", "léa@école.exemple.fr"])
def test_a_long_name_with_commas_is_one_sender_whoever_reads_it(to: str) -> None:
    name = "Lycée d’enseignement général et technologique « Les Tilleuls, Nord », <x@exemple.fr>"
    built = message(letter("refus"), to=to, sender_name=name)
    assert [one.addr_spec for one in built["From"].addresses] == ["ne-pas-repondre@cantine.exemple.fr"]
    assert [one.domain for one in built["To"].addresses] == [to.rpartition("@")[2].encode("idna").decode()]


NASTY = st.text(min_size=1, max_size=60)


# A name of blanks alone is no name: the line it would stand on is left out.
@given(name=NASTY.filter(str.strip), school=NASTY.filter(str.strip))
def test_no_name_adds_a_header_a_recipient_or_a_tag(name: str, school: str) -> None:
    settings = msgspec.structs.replace(SETTINGS, name=_encodable(school))
    site = site_of_school("0990001N", "https://cantine.exemple.fr", settings)
    data = CredentialsData(login="lm482716", expires_at=AT, diners=[_encodable(name)])
    written = write("identifiants", site, data, SECRET)
    built = message(written, sender_name=_encodable(school))
    assert sorted(built.keys()) == sorted(
        [
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Auto-Submitted",
            "X-Turbo-Kind",
            "Content-Type",
            "MIME-Version",
        ]
    )
    assert built["To"] == "famille@exemple.fr"
    assert [address.addr_spec for address in built["From"].addresses] == [
        "ne-pas-repondre@cantine.exemple.fr"
    ]
    plain = write("identifiants", SITE, CredentialsData(login="l", expires_at=AT, diners=["x"]), SECRET)
    assert written.html.count("<") == plain.html.count("<")


def _encodable(text: str) -> str:
    """What can reach the portal at all: JSON and PostgreSQL refuse the rest."""
    return text.encode("utf-8", "replace").decode().replace("\x00", " ")
