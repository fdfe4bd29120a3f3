"""A school's own words in its mails: what they may hold, what they never reach, and what an office previews."""

import html
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import typography
from turbo_admin.core.errors import Refused
from turbo_admin.core.mails.own import LONGEST_SUBJECT, LONGEST_TEXT, MailSite, OwnText, check, paragraphs
from turbo_admin.core.mails.preview import INVENTED_SECRET, preview
from turbo_admin.core.mails.words import (
    BLANKS,
    SUBJECT_BLANKS,
    WORDS,
    check_own,
    own_text,
    standard,
    with_own,
)

AT = datetime(2026, 12, 23, 22, 59, 59, tzinfo=UTC)
SITE = MailSite("0990001N", "https://cantine.exemple.fr", "Collège de l’Exemple", phone="01 99 00 00 00")
each_kind = pytest.mark.parametrize("kind", list(WORDS))
# What the families' safety hangs on, by kind: whatever a school writes, it stands in the mail.
KEPT = {
    "demande": ("/confirmer/exemple", "Si vous n’avez rien demandé"),
    "identifiants": ("cm123456", "abcd-efgh-ijkm", "/activer/exemple", "une seule fois, jusqu’au 22", "Personne ne vous"),
    "oubli": ("cm123456", "abcd-efgh-ijkm", "/activer/exemple", "Si vous n’avez rien demandé", "Personne ne vous"),
    "refus": ("rattacher votre demande", "/creer-un-compte"),
    "vigilance-demande": ("a été demandé pour Camille", "Si ce n’est pas normal"),
    "vigilance-ouverture": ("d’être ouvert pour Camille", "Si ce n’est pas normal"),
    "motdepasse": ("cm123456", "23\u00a0décembre 2026", "Si ce n’est pas vous", "/mot-de-passe-oublie"),
    "adresse": ("/confirmer-adresse/exemple", "s’arrête le 24", "Si vous n’avez rien demandé"),
    "adresse-demandee": ("cm123456", "Si ce n’est pas vous", "/mot-de-passe-oublie"),
    "adresse-changee": ("cm123456", "Si ce n’est pas vous"),
    "adresse-prise": ("/mot-de-passe-oublie", "Si vous n’avez rien demandé"),
    "espaces-relies": ("cm123456", "Si ce n’est pas vous", "/mot-de-passe-oublie"),
    "fermeture": ("cm123456", "Si ce n’est pas vous"),
}  # fmt: skip


def saying(own: OwnText) -> MailSite:
    """The school, with words of its own."""
    return replace(SITE, own={own.kind: own})


@each_kind
def test_what_a_school_writes_stands_around_what_only_we_say(kind: str) -> None:
    own = OwnText(
        kind, "Cantine – {etablissement}", "Madame, Monsieur,\n\nBienvenue.", "Bien à vous,\n{contact}"
    )
    letter = preview(saying(own), kind, AT)
    assert letter.subject == "Cantine – Collège de l’Exemple"
    assert letter.text.startswith("Madame, Monsieur,\n\nBienvenue.\n\n")
    said, _, foot = letter.text.partition("\n\n-- \n")
    assert said.endswith("\n\nBien à vous,\n01 99 00 00 00")
    assert "Collège de l’Exemple" in foot
    assert "Bien à vous,<br>01 99 00 00 00</p>" in letter.html
    assert "Bonjour," not in letter.text
    for kept in KEPT[kind]:
        assert kept in letter.text


@each_kind
def test_our_own_words_may_be_saved_as_they_are_and_are_well_set(kind: str) -> None:
    ours = standard(kind)
    check_own(ours)
    # As a field of Qt hands it back: with plain spaces for no-break ones.
    typed = ours.opening.replace("\u00a0", " ")
    assert own_text(kind, ours.subject, typed, f"  {ours.closing}\n") == OwnText(kind)
    assert preview(saying(ours), kind, AT) == preview(SITE, kind, AT)
    for text in (ours.subject, ours.opening, WORDS[kind].name, WORDS[kind].sent):
        assert typography.problems(text) == []


@each_kind
def test_every_mention_that_is_offered_is_filled_in(kind: str) -> None:
    all_of_them = " / ".join(f"{{{blank}}}" for blank in WORDS[kind].blanks)
    letter = preview(saying(OwnText(kind, opening=all_of_them)), kind, AT)
    said = letter.text.partition("\n\n")[0]
    assert len([part for part in said.split(" / ") if part.strip()]) == len(WORDS[kind].blanks)
    assert "{" not in letter.text
    assert set(WORDS[kind].blanks) <= set(BLANKS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bonjour {prenom}", "mail_text_blank"),
        ("Bonjour {}", "mail_text_blank"),
        ("Bonjour {contact.__class__}", "mail_text_blank"),
        ("Bonjour {delai!r}", "mail_text_blank"),
        ("Bonjour {", "mail_text_brace"),
        ("Bonjour }", "mail_text_brace"),
        ("{{contact}}", "mail_text_brace"),
        ("x" * (LONGEST_TEXT + 1), "mail_text_long"),
    ],
)
def test_words_that_cannot_be_filled_in_are_told_to_the_office_and_never_break_a_mail(
    text: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        check_own(OwnText("demande", opening=text))
    assert refused.value.code == code
    assert preview(saying(OwnText("demande", opening=text)), "demande", AT) == preview(SITE, "demande", AT)


def test_an_unknown_mention_is_named_with_those_that_there_are() -> None:
    with pytest.raises(Refused) as refused:
        check("Bonjour {prenom}", ("etablissement", "contact"))
    assert "{prenom} n’est pas une mention connue" in str(refused.value)
    assert "{etablissement}, {contact}" in str(refused.value)


def test_a_subject_names_nobody_and_is_one_line() -> None:
    for wrong in ("{prenom_nom}", "{contact}", "x" * (LONGEST_SUBJECT + 1)):
        with pytest.raises(Refused):
            check_own(OwnText("demande", wrong))
        assert preview(saying(OwnText("demande", wrong)), "demande", AT).subject.startswith("Votre demande")
    assert SUBJECT_BLANKS == ("etablissement",)
    assert own_text("demande", "Objet\r\nBcc: x@exemple.fr", "", "").subject == "Objet Bcc: x@exemple.fr"


def test_a_name_that_looks_like_a_mention_stays_a_name() -> None:
    site = replace(saying(OwnText("demande", opening="{etablissement} : {contact}")), name="{contact}")
    assert preview(site, "demande", AT).text.startswith("{contact}\u00a0: 01 99 00 00 00\n")


def test_plain_spaces_are_set_as_french_wants_them() -> None:
    letter = preview(saying(OwnText("demande", opening="Bonjour !\n\nLe « self » : ouvert ?")), "demande", AT)
    assert letter.text.startswith("Bonjour\u00a0!\n\nLe «\u00a0self\u00a0»\u00a0: ouvert\u00a0?\n")


def test_no_line_of_a_schools_own_cuts_the_rest_of_the_mail_off() -> None:
    # A line of two hyphens and a space begins the signature, which programs for mail fold away.
    letter = preview(saying(OwnText("identifiants", opening="Bonjour,\n-- \nLa cantine")), "identifiants", AT)
    assert letter.text.count("\n-- \n") == 1
    assert letter.text.index("/activer/") < letter.text.index("\n-- \n")


@given(st.text(max_size=200), st.text(max_size=400), st.text(max_size=400))
def test_nothing_typed_is_a_tag_or_loses_what_families_need(subject: str, opening: str, closing: str) -> None:
    letter = preview(saying(OwnText("identifiants", subject, opening, closing)), "identifiants", AT)
    bare = preview(SITE, "identifiants", AT)
    tags = re.compile(r"<(?!/?p\b|br>)[^>]*>")
    assert tags.findall(letter.html) == tags.findall(bare.html.replace(html.escape(bare.subject), ""))
    for kept in KEPT["identifiants"]:
        assert kept in letter.text
    assert INVENTED_SECRET.password in letter.html


def test_paragraphs_are_parted_by_an_empty_line() -> None:
    assert paragraphs(" Bonjour, \r\n \r\n\r\n Une ligne \nl’autre\n\n ") == [
        "Bonjour,",
        "Une ligne\nl’autre",
    ]
    assert paragraphs(" \n ") == []


def test_only_what_differs_is_kept_in_our_order_and_what_is_newer_is_let_be() -> None:
    newer, fermeture, demande = (
        OwnText("plus-tard", "?{x}"),
        OwnText("fermeture", "A"),
        OwnText("demande", "B"),
    )
    texts = with_own(with_own((newer, fermeture), demande), OwnText("refus"))
    assert texts == (demande, fermeture, newer)
    assert with_own(texts, own_text("demande", " ", "", "")) == (fermeture, newer)
    for own in texts:
        check_own(own)
