"""Addresses in cells: read, or quoted whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.all_cases import all_cases
from turbo_admin.core.emails import parse_email
from turbo_admin.core.roster.addresses import Addresses, read_addresses


@all_cases(
    "cell",
    [
        "a@b.fr",
        "a @ b.fr",
        "a@ b.fr",
        "a @b.fr",
        "a(at)b.fr",
        "a [at] b.fr",
        "a at b.fr",
        "a(arobase)b(point)fr",
        "a＠b.fr",
        "mailto:a@b.fr",
        "mailto:a@b.fr?subject=Cantine",
        "<a@b.fr>",
        "Rita Martin <a@b.fr>",
        "Rita Martin <mailto:a@b.fr>",
        '"MARTIN, Rita" <a@b.fr>',
        "MARTIN Rita a@b.fr",
        "Mère : a@b.fr",
        "mère a@b.fr",
        "a@b.fr (mère)",
        "a@b.fr.",
        "a@b.fr;",
        "\u200ba@b.fr",
        "a@b.fr; A@B.FR",
        "a@b.fr, 06 12 34 56 78",
    ],
)
def test_one_address_is_read_whatever_stands_around_it(cell: str) -> None:
    assert read_addresses(cell) == Addresses(("a@b.fr",))


@pytest.mark.parametrize(
    "cell",
    [
        "a@b.fr;c@d.fr",
        "a@b.fr ; c@d.fr",
        "a@b.fr, c@d.fr",
        "a@b.fr/c@d.fr",
        "a@b.fr / c@d.fr",
        "a@b.fr c@d.fr",
        "a@b.fr et c@d.fr",
        "a@b.fr ou c@d.fr",
        "a@b.fr\nc@d.fr",
        "a @ b.fr ; c @ d.fr",
        "a @ b.fr c @ d.fr",
        "Mère <a@b.fr>, Père <c@d.fr>",
        "Mère <a@b.fr> Père <c@d.fr>",
        "Mère : a@b.fr Père : c@d.fr",
        "a@b.fr <c@d.fr>",
    ],
)
def test_several_addresses_are_all_read(cell: str) -> None:
    assert read_addresses(cell) == Addresses(("a@b.fr", "c@d.fr"))


@pytest.mark.parametrize(
    "cell",
    ["a@b", "a b.fr", "a@b,fr", "rita martin@b.fr", "Mme Martin @ b.fr", "a@@b.fr", "a @ b . fr", "Oui", "@", "gmail.com"],
)  # fmt: skip
def test_what_cannot_be_read_is_quoted_whole(cell: str) -> None:
    found = read_addresses(cell)
    assert found.found == ()
    assert found.unread == ((cell,) if cell != "@" else ())


@pytest.mark.parametrize(
    "cell", ["", " ", "-", "néant", "Aucune", "sans", "pas d'adresse", "Non", "NC", "N/A"]
)
def test_what_says_that_there_is_none_is_none(cell: str) -> None:
    assert read_addresses(cell) == Addresses()


@pytest.mark.parametrize(
    ("cell", "unread"),
    [
        ("a@b.fr ; c@d", "c@d"),
        ("c@d ; a@b.fr", "c@d"),
        ("a@b.fr et rita martin@d.fr", "rita martin@d.fr"),
        ("a@b.fr, gmail.com", "gmail.com"),
    ],
)
def test_of_two_the_good_one_is_kept_and_the_bad_one_told(cell: str, unread: str) -> None:
    assert read_addresses(cell) == Addresses(("a@b.fr",), (unread,))


@given(st.text(alphabet="ab@. ;,/<>()et\n", max_size=30))
def test_nothing_with_an_at_sign_between_letters_is_dropped_in_silence(cell: str) -> None:
    found = read_addresses(cell)
    assert all(parse_email(address) == address for address in found.found)
    if "@" in cell and any(map(str.isalnum, cell)):
        assert found.found or found.unread
