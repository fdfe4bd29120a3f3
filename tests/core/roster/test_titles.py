"""What a title of a column says, judged as a whole."""

import pytest

from turbo_admin.core.roster.title_words import DinerField
from turbo_admin.core.roster.titles import id_kind, read_title


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Nom*", DinerField.LAST),
        ("*Nom", DinerField.LAST),
        ("Nom :", DinerField.LAST),
        ("NOM (en majuscules)", DinerField.LAST),
        ("NOM EN MAJUSCULES", DinerField.LAST),
        ("Nom\nde famille", DinerField.LAST),
        ("NomDeFamille", DinerField.LAST),
        ("1. Nom", DinerField.LAST),
        ("[Prénom]", DinerField.FIRST),
        ("Prénom : ", DinerField.FIRST),
        ("Prénom(s)", DinerField.FIRST),
        ("Prénom - obligatoire", DinerField.FIRST),
        ("Nom / Prénom", DinerField.BOTH),
        ("Classe (obligatoire)", DinerField.CLASS),
        ("Classe (ex. : 6 A)", DinerField.CLASS),
        ("Libellé classe", DinerField.CLASS),
        ("Date de naissance (jj/mm/aaaa)", DinerField.BIRTH),
        ("Date de naissance JJ/MM/AAAA", DinerField.BIRTH),
        ("Né(e) le", DinerField.BIRTH),
        ("Né·e le", DinerField.BIRTH),
        ("N° de carte (5 chiffres)", DinerField.CARD),
        ("N° carte cantine", DinerField.CARD),
        ("NumCarte", DinerField.CARD),
        ("Sorti (oui/non)", DinerField.LEFT),
        ("Sorti(e) le", DinerField.LEFT),
        ("E-mail du responsable 1", DinerField.EMAIL),
        ("Mail mère", DinerField.EMAIL),
        ("Mail (père)", DinerField.EMAIL),
        ("Courriel père", DinerField.EMAIL),
        ("Adresse e-mail", DinerField.EMAIL),
        ("Email élève", DinerField.EMAIL),
        ("MEL", DinerField.EMAIL),
        ("E-mail resp. légal 2", DinerField.EMAIL),
        ("Adresse électronique", DinerField.EMAIL),
        ("Adresse de messagerie", DinerField.EMAIL),
        ("Mail1", DinerField.EMAIL),
        ("Votre adresse e-mail", DinerField.EMAIL),
        ("NOMS", DinerField.LAST),
        ("PRENOMS", DinerField.FIRST),
        ("Surname", DinerField.LAST),
        ("Nom de famille de votre enfant", DinerField.LAST),
        ("Forename", DinerField.FIRST),
        ("Nom / Name", DinerField.LAST),
        ("Prénom / First name", DinerField.FIRST),
        ("Classe / Class", DinerField.CLASS),
        ("Classe en 2026-2027", DinerField.CLASS),
        ("Classe 2026/27", DinerField.CLASS),
        ("CODE_STRUCTURE", DinerField.CLASS),
        ("LIB. CLASSE", DinerField.CLASS),
        ("Cls.", DinerField.CLASS),
        ("Rég.", DinerField.REGIME),
        ("Badge N°", DinerField.CARD),
        ("Nouvelle carte", DinerField.CARD),
        ("N° carte convive", DinerField.CARD),
        ("Num. élève établ.", DinerField.ELENOET),
        ("Fonction", DinerField.KIND),
        ("Profil", DinerField.KIND),
        ("Métier", DinerField.KIND),
    ],
)
def test_a_title_is_read_without_what_stands_around_it(title: str, field: DinerField) -> None:
    assert read_title(title).field is field


@pytest.mark.parametrize(
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
    assert (read.field, read.of_diner) == (DinerField.LAST, True)


def test_numbers_are_of_one_kind_however_their_title_is_written() -> None:
    assert {id_kind(title) for title in ("N° interne", "numéro interne", "No interne", "Num. interne*")} == {
        "n interne"
    }
    assert id_kind("Matricule") == id_kind("[MATRICULE] (obligatoire)") == "matricule"
    assert id_kind("ID") == id_kind("Identifiant")
    assert id_kind("") == ""


def test_children_of_one_row_are_told_apart_by_their_number() -> None:
    one, two = read_title("NOM ENFANT 1"), read_title("Prénom du 2e enfant")
    assert (one.field, one.of_diner, one.nth) == (DinerField.LAST, True, 1)
    assert (two.field, two.of_diner, two.nth) == (DinerField.FIRST, True, 2)


def test_of_two_years_the_later_ones_class_comes_first() -> None:
    plain, last, this = map(read_title, ("Classe", "Classe 2025-2026", "Classe 2026-2027"))
    assert plain.rank < this.rank < last.rank


def test_a_card_that_is_said_to_be_the_canteens_comes_first() -> None:
    assert read_title("Carte cantine").rank < read_title("N° de carte").rank
