"""A request as families type it: everything that is wrong at once, and nothing that breaks a page or a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_admin.core.intake.rules import FIELDS, LONGEST, Intake, Problems, check_request, clean

GOOD = {"carte": "04217", "nom": "MARTIN", "prenom": "Léa", "email": "a.martin@exemple.fr"}


def check(**changes: str) -> Intake | Problems:
    return check_request({**GOOD, **changes})


def errors(**changes: str) -> dict[str, str]:
    found = check(**changes)
    assert isinstance(found, Problems)
    return dict(found.errors)


def test_a_good_request_is_taken_as_typed() -> None:
    assert check() == Intake("04217", "MARTIN", "Léa", "a.martin@exemple.fr", "fr")


@pytest.mark.parametrize(
    "card",
    [
        *("4217", "04217", "0683-04217", "0683 04217", " 04217 ", "0683–04217", "068304217"),
        *(
            "n° 04217",
            "N°4217",
            "Carte : 04217",
            "0683-4217",
            "683 4217",
            "68304217",
            "O4217",
            "٠٤٢١٧",
            "4217.0",
        ),
    ],
)
def test_every_way_of_writing_a_card_is_taken(card: str) -> None:
    found = check(carte=card)
    assert isinstance(found, Intake)
    assert found.same_as[0] == "04217"


@pytest.mark.parametrize(
    "card", ["04217 04218", "4217.5", "0612345678", "02032014", "A12", "néant", "00000", "-"]
)
def test_a_card_that_is_not_certain_is_asked_for_again(card: str) -> None:
    assert list(errors(carte=card)) == ["carte"]


def test_a_card_recorded_by_an_earlier_version_can_still_be_compared() -> None:
    assert Intake("0421-7", "MARTIN", "Léa", "a@exemple.fr").same_as[0] == "0421-7"


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_the_form() -> None:
    found = errors(carte="abc", nom="", prenom="12", email="nobody")
    assert list(found) == list(FIELDS)
    assert all(found.values())


def test_missing_fields_count_as_empty() -> None:
    found = check_request({})
    assert isinstance(found, Problems)
    assert set(found.errors) == set(FIELDS)


@pytest.mark.parametrize("name", ["12345", "---", "''", "a@exemple.fr", "。"])
def test_a_name_without_letters_is_refused(name: str) -> None:
    assert list(errors(nom=name)) == ["nom"]


@pytest.mark.parametrize(
    "name",
    [
        *("Payez sur http://escroc.example", "escroc.example", "www.escroc.fr", "Léa 6 A", "MARTIN/DUPONT"),
        *(
            "=2+2",
            "<b>Léa</b>",
            "Léa (0612)",
            "Léa ; Hugo",
            "Léa & Hugo",
            "a@exemple.fr",
            "Léa 😀",
            "Léa, Hugo",
        ),
    ],
)
def test_a_name_holds_nothing_that_a_stranger_could_pass_on(name: str) -> None:
    assert list(errors(nom=name)) == ["nom"]
    assert list(errors(prenom=name)) == ["prenom"]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Łukasz",
            "Şahin",
            "Đặng",
            "Nguyễn",
            "Ольга",
            "李",
            "محمد",
            "O’Neil",
            "d'Arc",
            "de La Tour",
            "ʻOrohena",
        ),
        *("J.-P.", "St.Jean", "M. Martin", "Jean–Pierre", "Teʻura", "नीरज", "Marie\u2011Anne", "J.P. Martin"),
    ],
)
def test_names_of_every_alphabet_are_taken(name: str) -> None:
    assert isinstance(check(nom=name, prenom=name), Intake)


@pytest.mark.parametrize("field", FIELDS)
def test_a_novel_is_refused_and_not_shown_again_whole(field: str) -> None:
    found = check(**{field: "x" * 60_000})
    assert isinstance(found, Problems)
    assert list(found.errors) == [field]
    assert len(found.typed[field]) <= 300


@pytest.mark.parametrize("field", ["nom", "prenom"])
def test_a_name_has_at_most_sixty_characters(field: str) -> None:
    assert isinstance(check(**{field: "x" * 60}), Intake)
    assert list(errors(**{field: "x" * 61})) == [field]


def test_what_cannot_be_stored_or_seen_is_dropped() -> None:
    found = check(nom="MAR\x00TIN\ud800", prenom="L\u202eé\u200ba\ufeff")
    assert isinstance(found, Intake)
    assert (found.last_name, found.first_name) == ("MARTIN", "Léa")


def test_blanks_and_line_breaks_become_one_blank() -> None:
    assert clean("  de\u00a0 La\r\n\tTour ") == "de La Tour"


def test_letters_and_accents_typed_apart_are_joined() -> None:
    assert clean("Le\u0301a") == "Léa"


def test_an_address_that_looks_mistyped_is_asked_about_once() -> None:
    found = check(email="lea@gmial.com")
    assert found == Problems({**GOOD, "email": "lea@gmial.com"}, {}, "lea@gmail.com")
    again = check_request({**GOOD, "email": "lea@gmial.com"}, verified="lea@gmial.com")
    assert isinstance(again, Intake)


def test_another_mistyped_address_is_asked_about_again() -> None:
    found = check_request({**GOOD, "email": "lea@gmial.com"}, verified="lea@gmai.com")
    assert isinstance(found, Problems)


def test_an_error_comes_before_a_doubt() -> None:
    found = check(nom="", email="lea@gmial.com")
    assert isinstance(found, Problems)
    assert (list(found.errors), found.doubt) == (["nom"], "")


def test_two_sendings_of_one_request_are_the_same_whatever_their_case() -> None:
    one, other = check(), check(carte="0683-04217", nom="martin", prenom="LÉA", email="A.Martin@Exemple.FR")
    assert isinstance(one, Intake)
    assert isinstance(other, Intake)
    assert one.same_as == other.same_as


def test_a_brother_is_not_the_same_request() -> None:
    one, other = check(), check(prenom="Tom")
    assert isinstance(one, Intake)
    assert isinstance(other, Intake)
    assert one.same_as != other.same_as


@given(
    st.dictionaries(
        st.sampled_from(FIELDS), st.text(alphabet=st.characters(exclude_categories=()), max_size=300)
    )
)
def test_whatever_is_typed_a_database_can_keep_it(fields: dict[str, str]) -> None:
    found = check_request(fields)
    texts = (
        list(found.typed.values())
        if isinstance(found, Problems)
        else [found.last_name, found.card, found.email]
    )
    for text in texts:
        assert "\x00" not in text
        text.encode("utf-8")
    if isinstance(found, Intake):
        assert all(
            len(text) <= LONGEST for text in (found.card, found.last_name, found.first_name, found.email)
        )
