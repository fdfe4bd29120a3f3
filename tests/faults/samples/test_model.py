"""The portals in memory answer as the real one does: without it, a hundred thousand histories prove nothing."""

import itertools
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.faults.alike import Caller, RealSide
from tests.faults.in_memory.model import MAIL_KEY, ModelPortal, Wrong
from tests.faults.in_memory.model_client import ModelClient
from tests.faults.world import Ground
from tests.office.portal_in_memory import PortalInMemory
from tests.people import CAST, MONDAY, make_received
from turbo_admin.protocol.events import RequestConfirmed
from turbo_admin.protocol.settings import Settings

KINDS = (
    "settings",
    "diner",
    "diner",
    *("account",) * 6,
    "request",
    "request",
    "mail.credentials",
    "guardian.notify",
)
_WRONGS = [name for name in Wrong.__dataclass_fields__]


@dataclass
class ModelSide:
    """That of the histories."""

    portal: ModelPortal = field(default_factory=ModelPortal)
    requests: list[str] = field(default_factory=list)
    mail_key: bytes = MAIL_KEY

    def __post_init__(self) -> None:
        self.portal.page, self.portal.settings = 1000, Settings(name="Collège")
        self._codes = itertools.count(1)

    def client(self, key: str, office_epoch: str, portal_epoch: str) -> ModelClient:
        return ModelClient(self.portal, lambda _call, do, _batch=None: do(), office_epoch, portal_epoch, key)

    def new_code(self) -> str:
        return f"CODE {next(self._codes)}"

    def ask(self, who: int) -> None:
        self.requests.append(self.portal.ask(CAST[who % len(CAST)]))

    def confirm(self, which: int) -> None:
        self.portal.confirm(self.requests[which])

    def choose(self, account_id: str) -> bool:
        return self.portal.choose(account_id) > 0

    def change_email(self, account_id: str, email: str) -> bool:
        return self.portal.change_email(account_id, email) > 0

    def close(self, account_id: str) -> bool:
        return self.portal.close(account_id) > 0

    def sign_in(self, account_id: str) -> bool:
        return any(self.portal.sign_in(account_id, by) for by in self.portal.opening(account_id))

    def forget(self, account_id: str) -> bool:
        return self.portal.forget(account_id)

    def erase(self, kind: str, key: str) -> bool:
        self.portal.erase(kind, key)
        return True

    def holds(self) -> dict[str, Any]:
        portal = self.portal
        order: dict[str, int | str] = {one: number for number, one in enumerate(self.requests)}
        return {
            "settings": portal.settings.name,
            "diners": {one: diner.class_name for one, diner in portal.diners.items()},
            "accounts": {
                one: (
                    account.state,
                    account.login,
                    account.generation,
                    account.own > 0,
                    account.number,
                    account.number_expires_at,
                    account.ended,
                    account.sessions_ended,
                    account.own_ended,
                    account.live_link,
                    account.email_key,
                    account.family_rev,
                    account.family_closed,
                    sorted(account.diners),
                    account.lent and account.state == "open",
                )
                for one, account in portal.accounts.items()
            },
            "requests": {
                order.get(one, one): (
                    request.state,
                    request.account_id,
                    request.decision,
                    request.mailed,
                    request.confirmed_at is not None,
                )
                for one, request in portal.requests.items()
            },
            "mails": sorted(one for one in portal.mails if one.startswith("act-")),
            "refusals": sorted(
                str(order.get(one.partition(" ")[0], one.partition(" ")[0]))
                for one in portal.mails
                if not one.startswith("act-")
            ),
        }


@dataclass
class OfficeTestsSide:
    """That of the office's tests: it has no rules about accounts and requests, so none is called for."""

    portal: PortalInMemory = field(default_factory=lambda: PortalInMemory(codes=set()))
    requests: list[str] = field(default_factory=list)
    mail_key: bytes = b""

    def __post_init__(self) -> None:
        self._confirmed: set[str] = set()

    def client(self, key: str, office_epoch: str, portal_epoch: str) -> Any:
        return self.portal.client("", key=key, office_epoch=office_epoch, portal_epoch=portal_epoch)

    def new_code(self) -> str:
        self.portal.codes.add("CODE")
        return "CODE"

    def ask(self, who: int) -> None:
        told = make_received(CAST[who % len(CAST)])
        self.requests.append(told.request_id)
        self.portal.tell("request.received", told)

    def confirm(self, which: int) -> None:
        if (one := self.requests[which]) not in self._confirmed:
            self._confirmed.add(one)
            self.portal.tell("request.confirmed", RequestConfirmed(request_id=one, confirmed_at=MONDAY))

    def choose(self, _account_id: str) -> bool:
        return False

    def change_email(self, _account_id: str, _email: str) -> bool:
        return False

    def close(self, _account_id: str) -> bool:
        return False

    def sign_in(self, _account_id: str) -> bool:
        return False

    def forget(self, _account_id: str) -> bool:
        return False

    def erase(self, _kind: str, _key: str) -> bool:
        return False

    def holds(self) -> dict[str, Any]:
        told = self.portal.told
        name = getattr(told.get(("settings", "school")), "name", "Collège")
        return {
            "settings": name,
            "diners": {key: body.class_name for (kind, key), body in told.items() if kind == "diner"},
            "accounts": {},
            "requests": {
                number: ("received", "", 0, 0, one in self._confirmed)
                for number, one in enumerate(self.requests)
            },
            "mails": [],
            "refusals": [],
        }


def test_the_portal_of_the_office_s_tests_answers_as_the_portal(ground: Ground) -> None:
    Caller(11, [RealSide(ground), OfficeTestsSide()], ("diner", "diner", "settings")).play(150)


@pytest.mark.parametrize("seed", range(3))
def test_the_model_of_the_histories_answers_as_the_portal(ground: Ground, seed: int) -> None:
    caller = Caller(seed, [RealSide(ground), ModelSide()], KINDS)
    caller.play(120)
    assert {"Refused key_unknown", "Outdated behind"} & set(caller.answers)


@pytest.mark.parametrize("wrong", _WRONGS)
def test_a_model_that_is_wrong_is_told_from_the_portal(ground: Ground, wrong: str) -> None:
    def play() -> None:
        for seed in range(4):
            portal = ModelPortal(wrong=Wrong(**{wrong: True}))
            Caller(seed, [RealSide(ground), ModelSide(portal)], KINDS).play(400)

    with pytest.raises(AssertionError, match=r"in memory|accounts"):
        play()
