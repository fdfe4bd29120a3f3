"""The portals in memory answer as the real one does: without it, a hundred thousand histories prove nothing."""

import itertools
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.faults.alike import Caller, RealSide
from tests.faults.model import _MAIL_KEY, ModelClient, ModelPortal, Wrong
from tests.faults.world import Ground
from tests.office.portal_in_memory import PortalInMemory
from tests.people import CAST, MONDAY, make_received
from turbo_admin.protocol.events import RequestConfirmed

KINDS = (
    "settings",
    "diner",
    "account",
    "account.issue",
    "account.issue",
    "mail.credentials",
    "request.refuse",
    "issue.revoke",
    "guardian.notify",
)


@dataclass
class ModelSide:
    """That of the histories."""

    portal: ModelPortal = field(default_factory=ModelPortal)
    requests: list[str] = field(default_factory=list)
    mail_key: bytes = _MAIL_KEY

    def __post_init__(self) -> None:
        self.portal.page, self.portal.settings = 1000, "Collège"
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

    def holds(self) -> dict[str, Any]:
        portal = self.portal
        order = {one: number for number, one in enumerate(self.requests)}
        return {
            "settings": portal.settings,
            "diners": {one: diner.class_name for one, diner in portal.diners.items()},
            "accounts": {
                one: (
                    account.state,
                    account.login,
                    account.generation,
                    account.password > 0,
                    bool(account.lent),
                    account.email,
                    account.family_rev,
                    account.family_closed,
                    sorted(account.diners),
                )
                for one, account in portal.accounts.items()
            },
            "requests": {
                order[one]: (state, one in portal.confirmed) for one, state in portal.requests.items()
            },
            "mails": sorted(portal.mails),
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

    def holds(self) -> dict[str, Any]:
        told = self.portal.told
        name = getattr(told.get(("settings", "school")), "name", "Collège")
        return {
            "settings": name,
            "diners": {key: body.class_name for (kind, key), body in told.items() if kind == "diner"},
            "accounts": {},
            "requests": {
                number: ("received", one in self._confirmed) for number, one in enumerate(self.requests)
            },
            "mails": [],
        }


def test_the_portal_of_the_office_s_tests_answers_as_the_portal(ground: Ground) -> None:
    Caller(11, [RealSide(ground), OfficeTestsSide()], ("diner", "diner", "settings")).play(150)


@pytest.mark.parametrize("seed", range(3))
def test_the_model_of_the_histories_answers_as_the_portal(ground: Ground, seed: int) -> None:
    caller = Caller(seed, [RealSide(ground), ModelSide()], KINDS)
    caller.play(120)
    assert {"Refused key_unknown", "Outdated behind"} & set(caller.answers)


@pytest.mark.parametrize(
    "wrong",
    [
        Wrong(forgets_acts=True),
        Wrong(takes_late=True),
        Wrong(ignores_generation=True),
        Wrong(ignores_family=True),
    ],
)
def test_a_model_that_is_wrong_is_told_from_the_portal(ground: Ground, wrong: Wrong) -> None:
    def play() -> None:
        for seed in range(4):
            Caller(seed, [RealSide(ground), ModelSide(ModelPortal(wrong=wrong))], KINDS).play(400)

    with pytest.raises(AssertionError, match=r"in memory|accounts"):
        play()
