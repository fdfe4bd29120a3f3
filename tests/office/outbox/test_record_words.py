"""Records of either side in words."""

from msgspec.structs import fields

from turbo_admin.office.outbox.record_words import (
    SETTING_LABELS,
    account_words,
    differing_words,
    settings_words,
)
from turbo_admin.protocol.settings import Settings
from turbo_admin.protocol.states import AccountState


def test_every_setting_that_the_portal_is_sent_has_its_words() -> None:
    assert set(SETTING_LABELS) == {one.name for one in fields(Settings)}


def test_an_account_without_diners_is_named_by_its_address_else_by_its_identifiant() -> None:
    assert (
        account_words(AccountState(login="lm123456", email="a@exemple.fr"), None, {}).name == "a@exemple.fr"
    )
    assert account_words(AccountState(login="lm123456"), None, {}).name == "lm123456"


def test_of_records_that_differ_only_what_differs_is_told() -> None:
    here = settings_words(Settings(name="Collège", delay_hours=24, payment_blocked=True))
    there = settings_words(Settings(name="Collège", delay_hours=72))
    assert differing_words(here, there) == (
        "délai annoncé\u00a0: 24, paiement bloqué\u00a0: oui",
        "délai annoncé\u00a0: 72, paiement bloqué\u00a0: non",
    )
