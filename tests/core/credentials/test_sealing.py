"""Encryption for the mail worker, and of sheets that wait."""

from collections.abc import Callable

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

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
# Part of what is stored and sent: another spelling would make everything sealed before unreadable.
MAIL, SHEET = b"turbo-admin mail 1", b"turbo-admin sheet 1"
PLAIN = msgspec.json.encode({"password": SECRET.password, "link_token": SECRET.link_token})


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


def sealed_for(purpose: bytes, public_key: bytes) -> bytes:
    """Seal the secret by the library alone, as RFC 9180 has it."""
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    return suite.encrypt(PLAIN, X25519PublicKey.from_public_bytes(public_key), info=purpose)


def locked_for(purpose: bytes, key: bytes) -> bytes:
    """Encrypt the secret by the library alone."""
    nonce = bytes(range(12))
    return nonce + AESGCM(key).encrypt(nonce, PLAIN, purpose)


def test_a_mail_opens_for_the_purpose_of_mails_and_for_no_other() -> None:
    key = new_mail_key()
    public = public_mail_key(key)
    assert unseal_for_mail(sealed_for(MAIL, public), key) == SECRET
    for purpose in (SHEET, b""):
        with pytest.raises(Refused):
            unseal_for_mail(sealed_for(purpose, public), key)


def test_a_sheet_opens_for_the_purpose_of_sheets_and_for_no_other() -> None:
    key = new_sheet_key()
    assert open_sheet(locked_for(SHEET, key), key) == SECRET
    for purpose in (MAIL, b""):
        with pytest.raises(Refused):
            open_sheet(locked_for(purpose, key), key)
