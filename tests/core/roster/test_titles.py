"""What a title of a column says, judged as a whole."""

import pytest

from tests.all_cases import all_cases
from turbo_admin.core.roster.title_words import Field
from turbo_admin.core.roster.titles import id_kind, read_title


@all_cases(
    ("title", "field"),
    [
        ("Nom*", Field.LAST),
        ("*Nom", Field.LAST),
        ("Nom :", Field.LAST),
        ("NOM (en majuscules)", Field.LAST),
        ("NOM EN MAJUSCULES", Field.LAST),
        ("Nom\nde famille", Field.LAST),
        ("NomDeFamille", Field.LAST),
        ("1. Nom", Field.LAST),
        ("[Prénom]", Field.FIRST),
        ("Prénom : ", Field.FIRST),
        ("Prénom(s)", Field.FIRST),
        ("Prénom - obligatoire", Field.FIRST),
        ("Nom / Prénom", Field.BOTH),
        ("Classe (obligatoire)", Field.CLASS),
        ("Classe (ex. : 6 A)", Field.CLASS),
        ("Libellé classe", Field.CLASS),
        ("Date de naissance (jj/mm/aaaa)", Field.BIRTH),
        ("Date de naissance JJ/MM/AAAA", Field.BIRTH),
        ("Né(e) le", Field.BIRTH),
        ("Né·e le", Field.BIRTH),
        ("N° de carte (5 chiffres)", Field.CARD),
        ("N° carte cantine", Field.CARD),
        ("NumCarte", Field.CARD),
        ("Sorti (oui/non)", Field.LEFT),
        ("Sorti(e) le", Field.LEFT),
        ("E-mail du responsable 1", Field.EMAIL),
        ("Mail mère", Field.EMAIL),
        ("Mail (père)", Field.EMAIL),
        ("Courriel père", Field.EMAIL),
        ("Adresse e-mail", Field.EMAIL),
        ("Email élève", Field.EMAIL),
        ("MEL", Field.EMAIL),
        ("E-mail resp. légal 2", Field.EMAIL),
        ("Adresse électronique", Field.EMAIL),
        ("Adresse de messagerie", Field.EMAIL),
        ("Mail1", Field.EMAIL),
        ("Votre adresse e-mail", Field.EMAIL),
        ("NOMS", Field.LAST),
        ("PRENOMS", Field.FIRST),
        ("Surname", Field.LAST),
        ("Nom de famille de votre enfant", Field.LAST),
        ("Forename", Field.FIRST),
        ("Nom / Name", Field.LAST),
        ("Prénom / First name", Field.FIRST),
        ("Classe / Class", Field.CLASS),
        ("Classe en 2026-2027", Field.CLASS),
        ("Classe 2026/27", Field.CLASS),
        ("CODE_STRUCTURE", Field.CLASS),
        ("LIB. CLASSE", Field.CLASS),
        ("Cls.", Field.CLASS),
        ("Rég.", Field.REGIME),
        ("Badge N°", Field.CARD),
        ("Nouvelle carte", Field.CARD),
        ("N° carte convive", Field.CARD),
        ("Num. élève établ.", Field.ELENOET),
        ("Fonction", Field.KIND),
        ("Profil", Field.KIND),
        ("Métier", Field.KIND),
    ],
)
def test_a_title_is_read_without_what_stands_around_it(title: str, field: Field) -> None:
    assert read_title(title).field is field


@all_cases(
    "title",
    [
        "Accepte les mails",
        "Mail professeur principal",
        "Mail envoyé le",
        "Nb mails",
        "Mail (oui/non)",
        "Mail du principal",
        "E-mail secrétariat",
        "Mail AESH",
        "Courriel du médecin",
        "Nom du professeur principal",
        "Nom du médecin",
        "Nom du responsable",
        "Nom responsable 1",
        "Carte de transport",
        "Carte Jeune",
        "N° carte jeune",
        "N° carte d'étudiant",
        "Carte étudiante",
        "Carte de bus",
        "Carte avantages jeunes",
        "N° carte d'identité",
        "Carte vitale",
        "Carte bancaire",
        "Carte de bibliothèque",
        "Ancienne carte",
        "Mail parent déchu",
        "Mail invalide",
        "Email ENT",
        "Mail ASE",
        "Mail académique",
        "E-mail tiers payeur",
        "Mail du voisin",
        "Votre nom",
        "Carte (oui/non)",
        "Classe précédente",
        "Date de sortie du territoire",
        "Date d'inscription",
        "Code postal",
        "Numéro de téléphone",
        "N° rue",
        "N°",
        "Adresse",
        "Régime alimentaire",
        "",
    ],
)
def test_a_title_that_holds_a_known_word_is_not_that_word(title: str) -> None:
    assert read_title(title).field is None


@pytest.mark.parametrize(
    "title", ["Professeur principal", "PP", "Accepte les mails", "CPE", "Contact en cas d'urgence"]
)
def test_a_title_that_names_somebody_else_bars_addresses_below(title: str) -> None:
    assert read_title(title).bars_addresses


@pytest.mark.parametrize("title", ["Contact", "Mère", "Responsable 1", "Colonne B", ""])
def test_a_title_that_says_nothing_leaves_it_to_what_stands_below(title: str) -> None:
    assert not read_title(title).bars_addresses


@pytest.mark.parametrize(
    "title", ["Nom de l'enfant", "NOM ENFANT", "Nom élève", "Élève : nom", "Nom (de l’hôte)"]
)
def test_a_title_may_say_that_the_name_is_the_diners(title: str) -> None:
    read = read_title(title)
    assert (read.field, read.of_diner) == (Field.LAST, True)


def test_numbers_are_of_one_kind_however_their_title_is_written() -> None:
    assert {id_kind(title) for title in ("N° interne", "numéro interne", "No interne", "Num. interne*")} == {
        "n interne"
    }
    assert id_kind("Matricule") == id_kind("[MATRICULE] (obligatoire)") == "matricule"
    assert id_kind("ID") == id_kind("Identifiant")
    assert id_kind("") == ""


def test_children_of_one_row_are_told_apart_by_their_number() -> None:
    one, two = read_title("NOM ENFANT 1"), read_title("Prénom du 2e enfant")
    assert (one.field, one.of_diner, one.nth) == (Field.LAST, True, 1)
    assert (two.field, two.of_diner, two.nth) == (Field.FIRST, True, 2)


def test_of_two_years_the_later_ones_class_comes_first() -> None:
    plain, last, this = map(read_title, ("Classe", "Classe 2025-2026", "Classe 2026-2027"))
    assert plain.rank < this.rank < last.rank


def test_a_card_that_is_said_to_be_the_canteens_comes_first() -> None:
    assert read_title("Carte cantine").rank < read_title("N° de carte").rank
