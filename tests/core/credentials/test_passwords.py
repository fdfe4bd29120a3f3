"""A family's own password: long enough, not a common one, not a word that anybody would try first."""

import pytest
from zxcvbn import zxcvbn

from turbo_admin.core.credentials.passwords import (
    LONGEST,
    SHORTEST,
    Strength,
    check_own_password,
    context_words,
    strength,
)
from turbo_admin.core.credentials.rules import draw_provisional
from turbo_admin.core.errors import Refused

CONTEXT = ("Collège Georges-Exemple", "12 rue de l’École, 99000 Villeneuve", "ln482716", "NGUYỄN", "Thị Lan")
COMMON = frozenset({"1qaz2wsx3edc", "leavemealone"})


def guesses(password: str, words: list[str]) -> float:
    return float(zxcvbn(password[:72], user_inputs=[*words])["guesses_log10"])


def check(password: str, confirmation: str | None = None) -> str:
    again = password if confirmation is None else confirmation
    return check_own_password(password, again, context=CONTEXT, common=COMMON, guesses=guesses)


def refusal(password: str, confirmation: str | None = None) -> str:
    with pytest.raises(Refused) as caught:
        check(password, confirmation)
    assert str(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    "password",
    [
        "cheval nuage lampe bleue",
        "Le petit chat boit du lait",
        "kJ8#vQ2!xZ5@",
        "ça coûte 3 € à Noël",
        "Ольга любит море и горы",
        "青い空と白い雲と広い海と山",
        "🐴🌧️💡🔵🐙🌋🎻🧭🪁🧶🪐🛶",
        "nguyen fait du vélo sous la pluie",
    ],
)
def test_a_good_password_is_taken_as_it_is(password: str) -> None:
    assert check(password) == password


@pytest.mark.parametrize("length", [SHORTEST, 64, 128, LONGEST])
def test_any_length_from_twelve_to_the_longest_is_taken(length: int) -> None:
    password = ("vélo-pluie-Гора-92-" * 20)[:length]
    assert check(password) == password


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password_empty"),
        (" " * 20, "password_empty"),
        ("onze.signes", "password_short"),
        ("x1!é" * (LONGEST // 4) + "y", "password_long"),
        ("un retour\nà la ligne", "password_signs"),
        ("un nul\x00au milieu", "password_signs"),
        ("1qaz2wsx3edc", "password_common"),
        ("Leave Me Alone", "password_common"),
        ("motdepasse123", "password_weak"),
        ("azertyuiop123", "password_weak"),
        ("aaaaaaaaaaaaaaaa", "password_weak"),
        ("123456789012345", "password_weak"),
        ("Cantine2026!!cantine", "password_context"),
        ("georges-exemple-2026", "password_context"),
        ("NguyenThiLan2015", "password_context"),
        ("ln482716ln482716", "password_context"),
        ("Villeneuve99000!", "password_context"),
    ],
)
def test_a_bad_password_is_refused_with_its_reason(password: str, code: str) -> None:
    assert refusal(password) == code


@pytest.mark.parametrize(
    "change", [str, str.upper, lambda text: text.replace("-", ""), lambda text: text.replace("-", " ")]
)
def test_the_provisional_password_cannot_become_ones_own(change: object) -> None:
    assert callable(change)
    assert refusal(change(draw_provisional().password)) == "password_provisional"


def test_the_confirmation_must_be_the_same() -> None:
    assert refusal("cheval nuage lampe bleue", "cheval nuage lampe verte") == "password_unmatched"


def test_accents_typed_apart_confirm_accents_typed_together() -> None:
    assert check("e\u0301te\u0301 cheval lampe", "été cheval lampe") == "été cheval lampe"


def test_blanks_belong_to_the_password() -> None:
    assert check(" cheval nuage lampe ") == " cheval nuage lampe "


def test_context_words_are_folded_and_the_longest_come_first() -> None:
    words = context_words(["Thị Lan", "d’Été"])
    assert {"thi", "lan", "ete", "cantine"} <= set(words)
    assert words == sorted(words, key=lambda word: (-len(word), word))


def test_strength_is_one_of_three_words() -> None:
    assert [strength(9.5), strength(12), strength(17), strength(18)] == [
        Strength.WEAK,
        Strength.GOOD,
        Strength.GOOD,
        Strength.EXCELLENT,
    ]


def test_words_of_the_school_need_six_letters_beside_them() -> None:
    def code(password: str) -> str:
        try:
            check_own_password(password, password, context=CONTEXT, common=COMMON, guesses=lambda *_: 20.0)
        except Refused as refused:
            return refused.code
        return "taken"

    assert [code(f"villeneuve-{letters}-2026") for letters in ("vélos", "vélos-z")] == [
        "password_context",
        "taken",
    ]


def test_a_password_needs_a_thousand_million_guesses() -> None:
    def check_at(guesses_log10: float) -> str:
        typed = "cheval nuage lampe"
        return check_own_password(typed, typed, context=(), common=(), guesses=lambda *_: guesses_log10)

    assert check_at(9.0) == "cheval nuage lampe"
    with pytest.raises(Refused) as refused:
        check_at(8.99)
    assert refused.value.code == "password_weak"
