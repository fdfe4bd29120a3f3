"""Which columns are whose: the diners', their guardians', somebody else's."""

import pytest

from turbo_admin.core.roster.title_words import DinerField
from turbo_admin.outside.roster_files.diner_columns import chosen_columns, guess_columns


def test_what_was_understood_and_what_was_not_is_listed_in_the_files_order() -> None:
    columns = guess_columns(
        ["Classe", "Nom*", "Sexe", "Prénom", "", "", "Courriel"],
        [["6 A", "ABEILLE", "F", "Zoé", "04217", "", "a@exemple.fr"]],
    )
    assert columns.understood == (
        ("Classe", DinerField.CLASS),
        ("Nom*", DinerField.LAST),
        ("Prénom", DinerField.FIRST),
        ("Courriel", DinerField.EMAIL),
    )
    assert columns.unread == ("Sexe", "E")


def test_a_cell_beyond_the_titles_is_listed_too() -> None:
    assert guess_columns(["Nom", "Prénom"], [["ABEILLE", "Zoé", "quoi"]]).unread == ("C",)


def test_what_the_clerk_leaves_out_is_listed() -> None:
    columns = chosen_columns(["Nom", "Prénom", "Sexe"], [DinerField.LAST, DinerField.FIRST, None])
    assert columns.unread == ("Sexe",)


def test_addresses_below_a_title_of_somebody_else_are_nobodys() -> None:
    row = ["ABEILLE", "Zoé", "m.prof@exemple.fr", "rita@exemple.fr", "z@exemple.fr"]
    columns = guess_columns(["Nom", "Prénom", "Professeur principal", "Contact", ""], [row])
    assert columns.emails == (3, 4)
    assert columns.unread == ("Professeur principal",)


def test_a_column_of_yes_and_no_holds_no_addresses() -> None:
    columns = guess_columns(["Nom", "Prénom", "E-mail"], [["A", "B", "Oui"], ["C", "D", "non"]])
    assert columns.emails == ()
    assert columns.unread == ("E-mail",)


def test_names_said_to_be_the_diners_leave_plain_ones_to_others() -> None:
    columns = guess_columns(
        ["Nom", "Prénom", "Né le", "Nom de l'enfant", "Prénom de l'enfant", "Classe", "Date de naissance"]
    )
    assert (columns.at[DinerField.LAST], columns.at[DinerField.FIRST], columns.at[DinerField.CLASS]) == (
        3,
        4,
        5,
    )
    assert columns.at[DinerField.BIRTH] == 6
    assert columns.unread == ("Nom", "Prénom", "Né le")


def test_the_birth_date_beside_the_childs_name_is_the_childs() -> None:
    columns = guess_columns(["Nom élève", "Prénom élève", "Né le", "Nom", "Prénom", "Classe"])
    assert columns.at[DinerField.BIRTH] == 2


@pytest.mark.parametrize(
    "titles",
    [
        ["Nom", "Prénom", "Prénom de l'enfant"],
        ["Nom", "Prénom", "Mail", "Nom de l’enfant", "Classe"],
        ["Nom", "Mail", "Prénom de l’élève"],
    ],
)
def test_a_parents_name_is_never_put_beside_a_childs(titles: list[str]) -> None:
    assert not guess_columns(titles).has_names


def test_a_last_name_beside_the_only_first_name_is_of_the_same_person() -> None:
    columns = guess_columns(["Nom de l’élève", "Prénom", "Classe"])
    assert (columns.at[DinerField.LAST], columns.at[DinerField.FIRST]) == (0, 1)


def test_of_several_children_the_first_is_read_and_the_others_are_told() -> None:
    titles = ["NOM", "PRENOM", "MAIL", "NOM ENFANT 1", "PRENOM ENFANT 1", "CLASSE ENFANT 1"]
    columns = guess_columns([*titles, "NOM ENFANT 2", "PRENOM ENFANT 2"])
    assert (columns.at[DinerField.LAST], columns.at[DinerField.FIRST], columns.at[DinerField.CLASS]) == (
        3,
        4,
        5,
    )
    assert columns.other_names == (6, 7)
    assert guess_columns(titles).other_names == ()


def test_a_second_pair_of_names_is_told() -> None:
    assert guess_columns(["Nom", "Prénom", "Nom", "Prénom"]).other_names == (2, 3)
    assert guess_columns(["Élève", "Classe", "Élève", "Classe"]).other_names == (2,)
    assert guess_columns(["Nom de naissance", "Prénom", "Nom d’usage", "Prénom usuel"]).other_names == ()


def test_a_column_of_pupils_wins_over_the_names_of_others_only() -> None:
    header = ["Élève", "Nom", "Prénom"]
    others = guess_columns(header, [["ABEILLE Zoé", "ROUGE", "Luc"]])
    assert DinerField.LAST not in others.at
    assert others.at[DinerField.BOTH] == 0
    same = guess_columns(header, [["ABEILLE Zoé", "ABEILLE", "Zoé"]])
    assert same.at[DinerField.LAST] == 1
    number = guess_columns(header, [["17", "ABEILLE", "Zoé"]])
    assert number.at[DinerField.LAST] == 1
