"""E-mail addresses as families type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_admin.core.emails import email_key, parse_email, same_email, suggest_email
from turbo_admin.core.errors import Refused


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a@exemple.fr", "a@exemple.fr"),
        ("  Prenom.Nom+self@Exemple.FR ", "Prenom.Nom+self@exemple.fr"),
        ("o'hara@exemple.fr", "o'hara@exemple.fr"),
        ("zo\u0065\u0301@exemple.fr", "zo\u00e9@exemple.fr"),
        ("a@bücher.example", "a@bücher.example"),
        ("a_b-c@mail.exemple.fr", "a_b-c@mail.exemple.fr"),
    ],
)
def test_a_good_address_is_kept_as_typed_but_for_blanks_and_the_domain(typed: str, stored: str) -> None:
    assert parse_email(typed) == stored


@pytest.mark.parametrize("typed", ["", "   ", "\t"])
def test_an_empty_address_is_asked_for(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_email(typed)
    assert refused.value.code == "email_empty"


@pytest.mark.parametrize(
    "typed",
    [
        "exemple.fr",
        "a@",
        "@exemple.fr",
        "a@exemple",
        "a@@exemple.fr",
        "a b@exemple.fr",
        "a.@exemple.fr",
        ".a@exemple.fr",
        "a..b@exemple.fr",
        "a@exemple..fr",
        "a@-exemple.fr",
        "a@exemple.fr, b@exemple.fr",
        "a;b@exemple.fr",
        "<a@exemple.fr>",
        "Léa <a@exemple.fr>",
        "a@exemple.fr\r\nBcc: b@exemple.fr",
        "a\x00@exemple.fr",
        "a\u200b@exemple.fr",
        "a\ud800@exemple.fr",
        "x" * 65 + "@exemple.fr",
        "a@" + "x" * 250 + ".fr",
    ],
)
def test_what_no_mail_reaches_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_email(typed)
    assert refused.value.code == "email_shape"


@given(st.text(max_size=300))
def test_whatever_is_typed_is_either_refused_or_fit_for_a_header(typed: str) -> None:
    try:
        address = parse_email(typed)
    except Refused:
        return
    assert "@" in address
    assert not set(address) & set('\r\n\x00 ,;<>"')
    assert parse_email(address) == address


def test_case_and_blanks_make_no_other_mailbox() -> None:
    assert same_email(" A.Martin@Exemple.fr", "a.martin@exemple.FR ")
    assert not same_email("a.martin@exemple.fr", "amartin@exemple.fr")
    assert email_key("  ") == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a@gmial.com", "a@gmail.com"),
        ("a@GMIAL.com", "a@gmail.com"),
        ("a@orage.fr", "a@orange.fr"),
        ("a@gmaill.com", "a@gmail.com"),
        ("a@hotmail.f", "a@hotmail.fr"),
        ("a@wanadoo.f", "a@wanadoo.fr"),
        ("a@outlook.co", "a@outlook.com"),
        ("a@icloud.fr", "a@icloud.com"),
        ("a@gmail.fr", "a@gmail.com"),
        ("a@hotmial.con", "a@hotmail.com"),
        ("a@laopste.net", "a@laposte.net"),
        ("a@laposte.fr", "a@laposte.net"),
        ("a@wanadou.fr", "a@wanadoo.fr"),
        ("a@yahou.fr", "a@yahoo.fr"),
        ("a@outlok.fr", "a@outlook.fr"),
        ("a@sfr.com", "a@sfr.fr"),
        ("a@free.com", "a@free.fr"),
        *(
            (f"a@{right}", None)
            for right in ("mail.com", "email.com", "ymail.com", "yahoo.de", "hotmail.it", "orange.com")
        ),
        *(
            (f"a@{right}", None)
            for right in ("gmail.com", "hotmail.com", "outlook.fr", "icloud.com", "grange-exemple.fr")
        ),
        ("a@gmail.com", None),
        ("a@exemple.fr", None),
    ],
)
def test_a_well_known_slip_is_noticed(typed: str, meant: str | None) -> None:
    assert suggest_email(typed) == meant
