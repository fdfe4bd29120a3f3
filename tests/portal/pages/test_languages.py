"""All that a page says comes from one catalogue: another language is one file."""

import io
import re
from pathlib import Path

import pypdfium2
import pytest
import requests

from installer.extract_texts import TEMPLATE, extracted
from tests.portal.brackets import OPEN, OTHER, bracketed, left_out, says_something, words
from tests.portal.conftest import Portal
from tests.portal.site import OWN, Site, Visitor
from turbo_admin.portal.base.languages import Languages

_TEMPLATES = sorted((TEMPLATE.parent.parent / "templates").glob("*.html"))
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%-? *trans.*?endtrans *-?%\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def test_the_catalogue_is_that_of_the_texts() -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == extracted(), "make texts"


@pytest.mark.parametrize("path", _TEMPLATES, ids=lambda path: path.name)
def test_no_template_says_anything_past_the_catalogue(path: Path) -> None:
    bare = _EXPRESSION.sub(" ", path.read_text(encoding="utf-8"))
    assert [one for one in words(bare) if says_something(one)] == []


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
def foreigner(site: Site, portal: Portal) -> Visitor:
    """A browser that would rather have the other language."""
    visitor = site.visitor(portal.uai)
    visitor.http.headers["Accept-Language"] = f"{OTHER}, fr;q=0.5"
    return visitor


@pytest.mark.parametrize(
    "path",
    [
        "",
        "connexion",
        "creer-un-compte",
        "mot-de-passe-oublie",
        "mentions",
        "donnees-personnelles",
        "accessibilite",
        "n-existe-pas",
    ],
)
def test_a_page_says_all_in_the_language_asked_for(foreigner: Visitor, path: str) -> None:
    page = foreigner.get(path)
    assert f'<html lang="{OTHER}"' in page.text
    assert page.headers["Content-Language"] == OTHER
    assert "accept-language" in page.headers["Vary"].lower()
    assert left_out(" ".join(words(page.text))) == []


def test_who_asks_for_neither_reads_french(site: Site, portal: Portal) -> None:
    visitor = site.visitor(portal.uai)
    visitor.http.headers["Accept-Language"] = "de, pt;q=0.5"
    page = visitor.get("connexion")
    assert '<html lang="fr"' in page.text
    assert OPEN not in page.text


def test_errors_of_a_form_are_said_in_it_too(foreigner: Visitor) -> None:
    page = foreigner.submit("creer-un-compte", carte="", nom="", prenom="", email="personne")
    assert page.status_code == 400
    assert left_out(" ".join(words(page.text))) == []


# What a family is shown of itself.
_OWN_FACTS = ("Nguyễn1", "NGUYỄN1", "Léa", "Łukasz", "5 A", "ln482717", "famille1@exemple.fr", "b@exemple.fr")


def read(page: requests.Response) -> list[str]:
    assert page.status_code in {200, 400}
    assert f'<html lang="{OTHER}"' in page.text
    return left_out(" ".join(words(page.text)), *_OWN_FACTS)


def test_a_family_that_is_signed_in_reads_all_in_it(site: Site, foreigner: Visitor) -> None:
    people = site.family()
    assert read(foreigner.get(f"activer/{people.link_token}")) == []
    assert read(foreigner.submit("connexion", identifiant=people.login, mot_de_passe="rien")) == []
    foreigner.sign_in(people.login, people.password)
    assert read(foreigner.get("choisir-mot-de-passe")) == []
    assert read(foreigner.submit("choisir-mot-de-passe", mot_de_passe="1234", confirmation="")) == []
    foreigner.submit("choisir-mot-de-passe", mot_de_passe=OWN, confirmation=OWN)
    foreigner.submit("mon-compte/adresse", email="b@exemple.fr", mot_de_passe_actuel=OWN)
    for path in (
        "",
        "mon-espace",
        "historique",
        "mon-compte",
        "mon-compte/adresse",
        "mon-compte/appareils",
        "mon-compte/mes-donnees",
        "mon-compte/fermer",
    ):
        # Twice: the first time some say what has just been done.
        for _ in range(2):
            assert read(foreigner.get(path)) == [], path
    wrong = {"mot_de_passe_actuel": "non"}
    assert read(foreigner.submit("mon-compte", mot_de_passe="1234", confirmation="5", **wrong)) == []
    assert read(foreigner.submit("mon-compte/adresse", email="personne", **wrong)) == []
    assert read(foreigner.submit("mon-compte/appareils", lesquels="autres", **wrong)) == []
    assert read(foreigner.submit("mon-compte/fermer", **wrong)) == []
    foreigner.submit("deconnexion", form_at="mon-espace")
    assert read(foreigner.get()) == []


def test_own_data_on_paper_are_in_it_too(site: Site, foreigner: Visitor) -> None:
    people = site.family()
    foreigner.sign_in(people.login, people.password)
    foreigner.submit("choisir-mot-de-passe", mot_de_passe=OWN, confirmation=OWN)
    answer = foreigner.submit("mon-compte/mes-donnees.pdf", form_at="mon-compte/mes-donnees")
    paper = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    said = " ".join(page.get_textpage().get_text_range() for page in paper)
    assert f"{OPEN}Langue des e-mails" in said
    assert "Esperanto" in said
