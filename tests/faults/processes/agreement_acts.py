"""What an office and its families do in a history of the campaign `agreement`, drawn and played by commands."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any

from sqlalchemy import text

from tests.faults.processes.agreement_sides import TwoDesks
from tests.office.conftest import write_people
from tests.people import CAST, Person, make_form
from turbo_admin.core.credentials.sealing import unseal_for_mail
from turbo_admin.demo.families import Family, TypedRequest
from turbo_admin.portal.accounts.access import read_account
from turbo_admin.portal.accounts.own_account import ask_address, close_account, confirm_address
from turbo_admin.portal.base import keyfiles
from turbo_admin.portal.host.databases import owner_database

_LINK_TO_ADDRESS = text(
    "SELECT sealed FROM mail WHERE school_id = :uai AND kind = 'adresse' AND created_at = :now"
)
MORE = tuple(
    Person(
        f"d-plus-{number}",
        f"0683-{8000 + number:05d}",
        f"PLUS{number}",
        f"Ana{'bcdefghij'[number]}",
        f"1 {'ABCDEFGH'[number]}",
        (f"plus{number}@exemple.fr",),
    )
    for number in range(6)
)
PEOPLE = (*CAST, *MORE)


class Acts:
    """Draws acts and plays them; each may be refused by a rule, as in an office."""

    def __init__(self, desks: TwoDesks, draw: Random) -> None:
        self.desks, self._draw = desks, draw
        self._names = itertools.count(1)
        self._batches: list[str] = []
        self.log: list[str] = []

    def office_act(self) -> None:
        """Let a clerk do something at one of the PCs."""
        name, weight = zip(*_OFFICE.items(), strict=True)
        chosen = self._draw.choices(name, weight)[0]
        pc = self._draw.randrange(2)
        self.log.append(f"PC{pc} {chosen}")
        _OFFICE_ACTS[chosen](self, pc)

    def family_act(self) -> None:
        """Let a family do something."""
        names = ("ask", "choose", "change_email", "close", "sign_in_own")
        chosen = self._draw.choices(names, (3, 3, 1, 0.6, 1))[0]
        self.log.append(f"family {chosen}")
        getattr(self, f"_family_{chosen}")()

    # The office

    def issue_some(self, pc: int, how_many: int) -> None:
        """Give accounts to everybody of some classes."""
        here = [one for one in self._run(pc, "diners", "--school", self.desks.uai) if one["class_name"]]
        classes = sorted({one["class_name"] for one in self._draw.sample(here, min(how_many, len(here)))})
        words = [word for one in classes for word in ("--class", one)]
        if words:
            self._print(pc, self._run(pc, "account", "issue", "--school", self.desks.uai, *words))

    def _issue(self, pc: int) -> None:
        self.issue_some(pc, 1)

    def _renew(self, pc: int, *more: str) -> None:
        if account := self._account(pc):
            self.log[-1] += f" {account['login']} {' '.join(more)}"
            self._print(pc, self._run(pc, "account", "renew", account["login"], *more))

    def _renew_by_mail(self, pc: int) -> None:
        self._renew(pc, "--mail")

    def _send_again(self, pc: int) -> None:
        if account := self._account(pc):
            self._print(pc, self._run(pc, "account", "send-again", account["login"]))

    def _simple(self, pc: int, *words: str) -> None:
        if account := self._account(pc):
            self.log[-1] += f" {account['login']}"
            self._run(pc, *words, account["login"])

    def _email(self, pc: int) -> None:
        if account := self._account(pc):
            new = self._draw.choice(
                [f"n{next(self._names)}@exemple.fr", f"n{next(self._names)}@exemple.fr", ""]
            )
            self.log[-1] += f" {account['login']} {new!r}"
            self._run(pc, "account", "email", account["login"], new)

    def _swap_emails(self, pc: int) -> None:
        some = [
            one for one in self._run(pc, "account", "list") if one["email"] and one["standing"] != "fermé"
        ]
        if len(some) < 2:
            return
        one, other = self._draw.sample(some, 2)
        self.log[-1] += f" {one['login']} {other['login']}"
        self._run(pc, "account", "email", one["login"], "")
        self._run(pc, "account", "email", other["login"], one["email"])
        self._run(pc, "account", "email", one["login"], other["email"])

    def _detach(self, pc: int) -> None:
        account = self._account(pc)
        if account and account["diners"]:
            self._run(pc, "account", "detach", account["login"], self._draw.choice(account["diners"]))

    def _undo(self, pc: int) -> None:
        if self._batches:
            self._run(pc, "sheet", "undo", self._batches[-1])

    def _revoke_sheet(self, pc: int) -> None:
        if sheets := self._run(pc, "sheet", "list"):
            self._run(pc, "sheet", "revoke", self._draw.choice(sheets)["id"])

    def _mail_sheet(self, pc: int) -> None:
        if sheets := self._run(pc, "sheet", "list"):
            self._run(pc, "sheet", "mail", self._draw.choice(sheets)["id"])

    def _hand_sheet(self, pc: int) -> None:
        if sheets := self._run(pc, "sheet", "list"):
            self.desks.run(pc, "sheet", "hand", self._draw.choice(sheets)["id"])

    def _request(self, pc: int, *states: str) -> str:
        some = [one["id"] for one in self._run(pc, "request", "list", "--all") if one["state"] in states]
        return self._draw.choice(some) if some else ""

    def _answer(self, pc: int) -> None:
        if one := self._request(pc, "à traiter"):
            words = ["request", "issue", one]
            if second := self._run(pc, "request", "second", one):
                ways = [way for way in second[0]["ways"] if way != "leave"]
                words += ["--way", f"{one}={self._draw.choice(ways or ['leave'])}"]
            self._print(pc, self._run(pc, *words))

    def _refuse(self, pc: int) -> None:
        if one := self._request(pc, "à traiter"):
            self._run(pc, "request", "refuse", one, "--reason", self._draw.choice(["", "Carte inconnue."]))

    def _choose_diner(self, pc: int) -> None:
        if one := self._request(pc, "à traiter"):
            diners = [line["id"] for line in self._run(pc, "diners", "--school", self.desks.uai)]
            self._run(pc, "request", "choose", one, self._draw.choice(diners))

    def _revoke_answer(self, pc: int) -> None:
        if one := self._request(pc, "traitée"):
            self._run(pc, "request", "revoke", one)

    def _settings(self, pc: int) -> None:
        welcome = f"welcome=Bonjour {next(self._names)}"
        self._run(pc, "settings", "set", "--school", self.desks.uai, welcome)

    def _edit_diner(self, pc: int) -> None:
        diner = self._draw.choice(self._run(pc, "diners", "--school", self.desks.uai))
        self._run(pc, "diner", "edit", diner["id"], "--class", f"{next(self._names)} X")

    def _import(self, pc: int) -> None:
        people = [
            replace(
                one, class_name=one.class_name and f"{next(self._names)} I", left=self._draw.random() < 0.1
            )
            for one in PEOPLE
            if self._draw.random() < 0.9
        ]
        file = write_people(self.desks.base.parent / "suite.csv", people)
        self.desks.run(pc, "import", str(file), "--school", self.desks.uai, "--yes")

    def _run(self, pc: int, *words: str) -> list[dict[str, Any]]:
        return self.desks.lines(pc, *words)

    def _account(self, pc: int) -> dict[str, Any] | None:
        some = self._run(pc, "account", "list")
        return self._draw.choice(some) if some else None

    def _print(self, pc: int, made: list[dict[str, Any]]) -> None:
        for one in made:
            self._batches += [one["batch"]] if one.get("batch") else []
            self.desks.print(pc, one["sheets"])
            self.log[-1] += f" -> {len(one['sheets'])} sheets"

    # Families

    def _family_ask(self) -> None:
        person = self._draw.choice(PEOPLE)
        more = {"email": f"n{next(self._names)}@exemple.fr"} if self._draw.random() < 0.3 else {}
        with Family(self.desks.host.url, self.desks.uai) as family:
            family.ask_account(
                TypedRequest(uai=self.desks.uai, mistake="", meant=person.id, **make_form(person, **more))
            )

    def _family_choose(self) -> None:
        """Sign in with any paper that is about, and choose."""
        if not self.desks.papers:
            return
        paper = self._draw.choice(list(self.desks.papers.values()))
        self._forget_throttles()
        with Family(self.desks.host.url, self.desks.uai) as family:
            page = family.sign_in(paper.login, paper.password)
            assert page.status < 500
            if page.path.endswith("/connexion"):
                return
            new = f"Bien choisi {next(self._names)} !"
            if not family.choose_password(new).path.endswith("/choisir"):
                self.desks.own[paper.login] = new
                self.log[-1] += f" {paper.login}"

    def _family_sign_in_own(self) -> None:
        if self.desks.own:
            login, password = self._draw.choice(list(self.desks.own.items()))
            self._forget_throttles()
            with Family(self.desks.host.url, self.desks.uai) as family:
                assert family.sign_in(login, password).status < 500

    def _family_change_email(self) -> None:
        desks, now = self.desks, datetime.now(UTC)
        with owner_database(desks.host.data, "") as database, database.school(desks.uai) as connection:
            account = read_account(connection, desks.uai, self._known_account(), lock=True)
            if not account or account.state != "open":
                return
            ask_address(connection, desks.uai, account, f"n{next(self._names)}@exemple.fr", now=now)
            # Within the transaction: afterwards the worker may have sent it, and nothing is left to unseal.
            (sealed,) = connection.execute(_LINK_TO_ADDRESS, {"uai": desks.uai, "now": now}).one()
            token = unseal_for_mail(bytes(sealed), keyfiles.mail_key(desks.host.data)).link_token
            confirm_address(connection, desks.uai, token, now=now)
        self.log[-1] += f" {account.login}"

    def _family_close(self) -> None:
        desks = self.desks
        with owner_database(desks.host.data, "") as database, database.school(desks.uai) as connection:
            account = read_account(connection, desks.uai, self._known_account(), lock=True)
            if account and account.state == "open":
                close_account(connection, desks.uai, account, now=datetime.now(UTC))
                self.log[-1] += f" {account.login}"

    def _known_account(self) -> str:
        known = self.desks.portal_rows("SELECT account_id FROM account WHERE school_id = :uai ORDER BY login")
        return str(self._draw.choice(known)[0]) if known else ""

    def _forget_throttles(self) -> None:
        self.desks.portal_rows("DELETE FROM throttle WHERE school_id = :uai")


def _of(*words: str) -> Callable[[Acts, int], None]:
    return lambda acts, pc: acts._simple(pc, *words)


_OFFICE_ACTS: dict[str, Callable[[Acts, int], None]] = {
    "issue": Acts._issue,
    "renew": Acts._renew,
    "renew by mail": Acts._renew_by_mail,
    "send again": Acts._send_again,
    "revoke": _of("account", "revoke"),
    "revoke sheet": Acts._revoke_sheet,
    "block": _of("account", "block"),
    "unblock": _of("account", "unblock"),
    "close": _of("account", "close"),
    "reopen": _of("account", "reopen"),
    "email": Acts._email,
    "swap": Acts._swap_emails,
    "detach": Acts._detach,
    "undo": Acts._undo,
    "mail": Acts._mail_sheet,
    "hand": Acts._hand_sheet,
    "answer": Acts._answer,
    "refuse": Acts._refuse,
    "choose diner": Acts._choose_diner,
    "revoke answer": Acts._revoke_answer,
    "settings": Acts._settings,
    "edit diner": Acts._edit_diner,
    "import": Acts._import,
}
_OFFICE = dict.fromkeys(_OFFICE_ACTS, 1.0) | {
    "issue": 4,
    "renew": 3,
    "renew by mail": 2,
    "answer": 3,
    "import": 0.4,
}
