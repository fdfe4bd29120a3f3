"""Two spellings of one class."""

import pytest

from turbo_admin.core.roster.classes import class_key


@pytest.mark.parametrize(
    "spellings",
    [
        ("3A", "3 A", "3°A", "3ème A", "3emeA", "3e A", "3ᵉ A", "3 a", "3-A", "Troisième A", "Classe 3 A"),
        ("6B1", "6 B 1", "6ème B1", "6B 1"),
        ("24", "2 4", "2nde 4", "2de 4", "Seconde 4"),
        ("TS", "T S", "Tle S", "Terminale S", "Term S"),
        ("1STMG2", "1 STMG 2", "1re STMG 2", "1ère STMG2"),
        ("CM1-CM2", "CM1 CM2", "CM1/CM2"),
        ("3E", "3 E"),
    ],
)
def test_spellings_of_one_class_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({class_key(name) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("6 B", "6B1"),
        ("3 A", "3 A SEGPA"),
        ("3 E", "3 A"),
        ("3 E 1", "3 1"),
        ("61 1", "6 11"),
        ("5 ER", "5"),
        ("6 A", ""),
        ("CM1", "CM2"),
    ],
)
def test_two_classes_have_two_keys(one: str, other: str) -> None:
    assert class_key(one) != class_key(other)
