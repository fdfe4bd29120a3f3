"""Secrets from hand to hand: the mail worker's seal and the sheet's lock."""

from collections.abc import Callable

import pytest

from turbo_admin.core.credentials.rules import Provisional, draw_provisional
from turbo_admin.core.credentials.sealing import (
    lock_sheet,
    new_mail_key,
    new_sheet_key,
    open_sheet,
    public_mail_key,
    seal_for_mail,
    unseal_for_mail,
)
from turbo_admin.core.errors import Refused

SECRET = Provisional("k7mf-9xwq-3tpa", "AbCdEfGhIjKlMnOpQrStUv")


def test_only_the_mail_worker_reads_what_is_sealed_for_it() -> None:
    key = new_mail_key()
    sealed = seal_for_mail(SECRET, public_mail_key(key))
    assert unseal_for_mail(sealed, key) == SECRET
    with pytest.raises(Refused) as refused:
        unseal_for_mail(sealed, new_mail_key())
    assert refused.value.code == "sealed_for_another_key"


def test_only_this_pc_opens_its_sheets() -> None:
    key = new_sheet_key()
    locked = lock_sheet(SECRET, key)
    assert open_sheet(locked, key) == SECRET
    with pytest.raises(Refused) as refused:
        open_sheet(locked, new_sheet_key())
    assert refused.value.code == "sheet_of_another_pc"


def test_nothing_of_the_secret_shows_in_what_is_sealed() -> None:
    for closed in (
        seal_for_mail(SECRET, public_mail_key(new_mail_key())),
        lock_sheet(SECRET, new_sheet_key()),
    ):
        assert b"k7mf" not in closed
        assert b"AbCd" not in closed


def test_the_same_secret_is_never_sealed_alike() -> None:
    public, key = public_mail_key(new_mail_key()), new_sheet_key()
    assert seal_for_mail(SECRET, public) != seal_for_mail(SECRET, public)
    assert lock_sheet(SECRET, key) != lock_sheet(SECRET, key)


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda _data: b"", lambda data: data[:-1] + bytes([data[-1] ^ 1])]
)
def test_what_was_touched_on_the_way_is_refused(damage: Callable[[bytes], bytes]) -> None:
    mail_key, sheet_key = new_mail_key(), new_sheet_key()
    secret = draw_provisional()
    with pytest.raises(Refused):
        unseal_for_mail(damage(seal_for_mail(secret, public_mail_key(mail_key))), mail_key)
    with pytest.raises(Refused):
        open_sheet(damage(lock_sheet(secret, sheet_key)), sheet_key)
