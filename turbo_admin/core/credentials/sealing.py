"""Encryption of secrets: sealed for the mail worker (HPKE), and in sheets waiting for print (AES-GCM).

A password to be mailed is sealed for the portal's mail worker only (HPKE, RFC 9180: X25519, HKDF-SHA256, AES-256-GCM);
one that waits for print is encrypted (AES-256-GCM) with a key that only the issuing PC's keyring holds.
"""

import os

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from turbo_admin.core.credentials.rules import Provisional
from turbo_admin.core.errors import Refused

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
# Context strings: a ciphertext for one purpose cannot be decrypted for another.
_FOR_MAIL, _FOR_SHEET = b"turbo-admin mail 1", b"turbo-admin sheet 1"
_KEY_BITS, _NONCE_BYTES = 256, 12


class _Secret(msgspec.Struct, frozen=True):
    password: str
    link_token: str


_decoder = msgspec.json.Decoder(_Secret)


def new_mail_key() -> bytes:
    """Generate the mail worker's private key, 32 bytes."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_mail_key(private_key: bytes) -> bytes:
    """Return the public half of the mail worker's key, 32 bytes."""
    return X25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def seal_for_mail(secret: Provisional, public_key: bytes) -> bytes:
    """Encrypt a mail's secret; only the holder of the private key can read it."""
    return _SUITE.encrypt(_encode(secret), X25519PublicKey.from_public_bytes(public_key), info=_FOR_MAIL)


def unseal_for_mail(sealed: bytes, private_key: bytes) -> Provisional:
    """Decrypt the result of `seal_for_mail`.

    Raises:
        Refused: `sealed_for_another_key`.
    """
    try:
        key = X25519PrivateKey.from_private_bytes(private_key)
        return _decode(_SUITE.decrypt(sealed, key, info=_FOR_MAIL))
    except (InvalidTag, msgspec.DecodeError, ValueError) as error:
        raise Refused("sealed_for_another_key") from error


def new_sheet_key() -> bytes:
    """Generate the key of a PC's waiting sheets, 32 bytes."""
    return AESGCM.generate_key(_KEY_BITS)


def lock_sheet(secret: Provisional, key: bytes) -> bytes:
    """Encrypt a password that waits for print: 12 bytes of nonce, then the ciphertext with its tag."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, _encode(secret), _FOR_SHEET)


def open_sheet(locked: bytes, key: bytes) -> Provisional:
    """Decrypt the result of `lock_sheet`.

    Raises:
        Refused: `sheet_of_another_pc`.
    """
    nonce, closed = locked[:_NONCE_BYTES], locked[_NONCE_BYTES:]
    try:
        return _decode(AESGCM(key).decrypt(nonce, closed, _FOR_SHEET))
    except (InvalidTag, msgspec.DecodeError, ValueError) as error:
        raise Refused("sheet_of_another_pc") from error


def _encode(secret: Provisional) -> bytes:
    return msgspec.json.encode(_Secret(secret.password, secret.link_token))


def _decode(data: bytes) -> Provisional:
    secret = _decoder.decode(data)
    return Provisional(secret.password, secret.link_token)
