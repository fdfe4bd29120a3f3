"""Whether office and portal agree: what each holds, read independently of any synchronisation, compared item by item.

`disagreements` compares the records of both sides; `wrong_doors` finds out by real sign-ins which passwords open. A
campaign calls both at its end, and an empty list from each is agreement.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from turbo_admin.demo.families import Family
from turbo_admin.protocol.settings import Settings

# Runs a command of the office with --json and returns its lines.
Lines = Callable[..., list[dict[str, Any]]]

_ACCOUNT_STATES = {"à activer": "open", "actif": "open", "bloqué": "blocked", "fermé": "closed"}
_REQUEST_STATES = {"à traiter": "received", "traitée": "issued", "refusée": "refused"}
# Known to the office's school record, not to its settings.
_NOT_SETTINGS = frozenset({"site_code"})

_ACCOUNTS = text(
    "SELECT account_id, login, email, state, ARRAY(SELECT diner_id FROM attachment t WHERE t.school_id = a.school_id"
    " AND t.account_id = a.account_id) FROM account a WHERE school_id = :uai"
)
_REQUESTS = text("SELECT request_id, state FROM account_request WHERE school_id = :uai")
_DINERS = text('SELECT diner_id, last_name, first_name, class_name, "left" FROM diner WHERE school_id = :uai')
_SETTINGS = text("SELECT settings FROM school WHERE school_id = :uai")


@dataclass(frozen=True, slots=True)
class Side:
    """What one side holds of a school. Each record is a mapping of plain values, by its id.

    Attributes:
        accounts: login, email, state (open, blocked, closed), diners (sorted ids).
        requests: state (received, issued, refused).
        diners: last_name, first_name, class_name, left.
        settings: one record, the school's: what the protocol tells of them.
    """

    accounts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    requests: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    diners: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paper:
    """A password that somebody has in hand.

    Attributes:
        name: how a finding calls it, « Léa's first sheet ».
        login: the identifiant, or the address.
        opens: whether it should.
    """

    name: str
    login: str
    password: str
    opens: bool


def office_side(lines: Lines, uai: str) -> Side:
    """Return what an office holds, as its command line tells."""
    told = lines("settings", "show", "--school", uai)[0]
    return Side(
        accounts={
            one["id"]: {
                "login": one["login"],
                "email": one["email"],
                "state": _ACCOUNT_STATES[one["standing"]],
                "diners": sorted(one["diners"]),
            }
            for one in lines("account", "list", "--school", uai)
        },
        requests={
            one["id"]: {"state": _REQUEST_STATES[one["state"]]}
            for one in lines("request", "list", "--all")
            if one["uai"] == uai
        },
        diners={
            one["id"]: {name: one[name] for name in ("last_name", "first_name", "class_name", "left")}
            for one in lines("diners", "--school", uai)
        },
        settings={uai: _comparable(told)},
    )


def portal_side(connection: Connection, uai: str) -> Side:
    """Return what the portal holds, as its tables tell.

    Args:
        connection: of a transaction of the school.
    """

    def rows(statement: Any) -> Iterable[Sequence[Any]]:
        return connection.execute(statement, {"uai": uai}).all()

    told = connection.scalar(_SETTINGS, {"uai": uai})
    return Side(
        accounts={
            one: {"login": login, "email": email, "state": state, "diners": sorted(diners)}
            for one, login, email, state, diners in rows(_ACCOUNTS)
        },
        requests={one: {"state": state} for one, state in rows(_REQUESTS)},
        diners={
            one: {"last_name": last, "first_name": first, "class_name": of, "left": left}
            for one, last, first, of, left in rows(_DINERS)
        },
        settings={uai: _comparable(told)} if told else {},
    )


def _comparable(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return settings with what the protocol leaves out when it is the default."""
    plain: dict[str, Any] = msgspec.to_builtins(msgspec.convert(told, Settings))
    return {name: value for name, value in plain.items() if name not in _NOT_SETTINGS}


def disagreements(office: Side, portal: Side) -> list[str]:
    """Return what differs, a line an item and field; empty when both hold the same."""
    found: list[str] = []
    for kind in ("settings", "diners", "accounts", "requests"):
        here: Mapping[str, Mapping[str, Any]] = getattr(office, kind)
        there: Mapping[str, Mapping[str, Any]] = getattr(portal, kind)
        found += [f"{kind} {one}: only at the office" for one in sorted(here.keys() - there.keys())]
        found += [f"{kind} {one}: only at the portal" for one in sorted(there.keys() - here.keys())]
        for one in sorted(here.keys() & there.keys()):
            found += [
                f"{kind} {one}: {name} is {here[one].get(name)!r} at the office, {there[one].get(name)!r} at the portal"
                for name in sorted(here[one].keys() | there[one].keys())
                if here[one].get(name) != there[one].get(name)
            ]
    return found


def opens(portal_url: str, uai: str, login: str, password: str) -> bool:
    """Whether a password opens an account, by signing in. A provisional one is spent by it."""
    with Family(portal_url, uai) as family:
        page = family.sign_in(login, password)
    assert page.status < 500, (page.status, page.title)
    return not page.path.endswith("/connexion")


def wrong_doors(portal_url: str, uai: str, papers: Iterable[Paper]) -> list[str]:
    """Return which passwords open that should not, and which do not that should; empty when all do as they should.

    Each is tried once, those that should open nothing first: whoever signs in spends the account's others.
    """
    found = []
    for paper in sorted(papers, key=lambda one: one.opens):
        if opens(portal_url, uai, paper.login, paper.password) != paper.opens:
            found.append(f"{paper.name} {'opens nothing' if paper.opens else 'opens'}")
    return found
