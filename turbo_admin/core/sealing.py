"""Secrets from hand to hand.

A password to be mailed is sealed for the portal's mail worker alone (X25519); one that waits for print is
encrypted with a key that only the issuing PC's keyring holds.
"""

import msgspec
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox
from nacl.utils import random

from turbo_admin.core.credentials import Provisional
from turbo_admin.core.errors import Refused


class _Secret(msgspec.Struct, frozen=True):
    password: str
    link_token: str


_decoder = msgspec.json.Decoder(_Secret)


def new_mail_key() -> bytes:
    """Draw the mail worker's private key, 32 bytes."""
    return bytes(PrivateKey.generate())


def public_mail_key(private_key: bytes) -> bytes:
    """Return the public half of the mail worker's key, 32 bytes."""
    return bytes(PrivateKey(private_key).public_key)


def seal_for_mail(secret: Provisional, public_key: bytes) -> bytes:
    """Seal what a mail will say; only the holder of the private key reads it."""
    return SealedBox(PublicKey(public_key)).encrypt(_encode(secret))


def unseal_for_mail(sealed: bytes, private_key: bytes) -> Provisional:
    """Open what `seal_for_mail` closed.

    Raises:
        Refused: `sealed_for_another_key`.
    """
    try:
        return _decode(SealedBox(PrivateKey(private_key)).decrypt(sealed))
    except (CryptoError, msgspec.DecodeError, ValueError) as error:
        raise Refused("sealed_for_another_key") from error


def new_sheet_key() -> bytes:
    """Draw the key of a PC's waiting sheets, 32 bytes."""
    return random(SecretBox.KEY_SIZE)


def lock_sheet(secret: Provisional, key: bytes) -> bytes:
    """Encrypt a password that waits for print."""
    return bytes(SecretBox(key).encrypt(_encode(secret)))


def open_sheet(locked: bytes, key: bytes) -> Provisional:
    """Open what `lock_sheet` closed.

    Raises:
        Refused: `sheet_of_another_pc`.
    """
    try:
        return _decode(SecretBox(key).decrypt(locked))
    except (CryptoError, msgspec.DecodeError, ValueError) as error:
        raise Refused("sheet_of_another_pc") from error


def _encode(secret: Provisional) -> bytes:
    return msgspec.json.encode(_Secret(secret.password, secret.link_token))


def _decode(data: bytes) -> Provisional:
    secret = _decoder.decode(data)
    return Provisional(secret.password, secret.link_token)
