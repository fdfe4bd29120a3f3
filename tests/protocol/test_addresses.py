"""An address that a page or the office takes can be said by the protocol, or its account could never be blocked."""

import pytest
from msgspec import json

from turbo_admin.core.emails import LONGEST, parse_email
from turbo_admin.protocol import codec
from turbo_admin.protocol.states import AccountState


@pytest.mark.parametrize("length", [200, 201, 226, LONGEST])
def test_the_longest_address_fits_an_account(length: int) -> None:
    name, rest = "f" * 60, length - 60 - len("@.fr")
    # Labels of 50 letters and a point, and what is left.
    labels = ["d" * 50] * (rest // 51 - 1)
    address = f"{name}@{'.'.join([*labels, 'e' * (rest - 51 * len(labels) - 25), 'g' * 24])}.fr"
    assert len(address) == length
    assert parse_email(address) == address
    state = AccountState(login="xx123456", email=address, state="blocked", diner_ids=[], family_rev=0)
    assert json.decode(codec.encode(state))["email"] == address
