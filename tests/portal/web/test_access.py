"""Access to every route by every kind of visitor, generated from the routes themselves.

A route that is not in `ACCESS` fails the test, and so does a line without its route.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import requests
from litestar import Litestar

from tests.all_cases import all_cases
from tests.portal.conftest import Portal, fresh_portal
from tests.portal.office import Office
from tests.portal.site import People, Site, Visitor
from turbo_admin.core.credentials.rules import draw_token
from turbo_admin.portal.accounts.sessions import SessionKind, open_session
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.web.app import create_app
from turbo_admin.portal.web.security_middleware import SecurityMiddleware

# What a route is for.
#   public    everybody sees the same
#   sign-in   public, but whoever is signed in goes on to the family's space
#   family    a session with a password of one's own
#   choose    a session with a provisional password
#   token     public; pressing needs the token of a mail
#   office    a workstation key, which opens its own school alone
#   pair      a pairing code
#   host      the machine itself
ACCESS: dict[tuple[str, str], str] = {
    ("GET", "/"): "public",
    ("GET", "/robots.txt"): "public",
    ("GET", "/static/{name}"): "public",
    ("GET", "/code-source.zip"): "public",
    ("GET", "/healthz"): "host",
    ("POST", "/api/{version}/pair"): "pair",
    ("GET", "/api/{version}/hello"): "office",
    ("GET", "/api/{version}/events"): "office",
    ("POST", "/api/{version}/changes"): "office",
    ("POST", "/api/{version}/key"): "office",
    ("GET", "/api/{version}/states"): "office",
    ("POST", "/api/{version}/bind"): "office",
    ("GET", "/e/{uai}"): "public",
    ("GET", "/e/{uai}/creer-un-compte"): "public",
    ("POST", "/e/{uai}/creer-un-compte"): "public",
    ("GET", "/e/{uai}/confirmer/{token}"): "public",
    ("POST", "/e/{uai}/confirmer/{token}"): "token",
    ("GET", "/e/{uai}/demande/{token}"): "public",
    ("GET", "/e/{uai}/mon-compte/ajouter"): "family",
    ("POST", "/e/{uai}/mon-compte/ajouter"): "family",
    ("GET", "/e/{uai}/connexion"): "sign-in",
    ("POST", "/e/{uai}/connexion"): "public",
    ("POST", "/e/{uai}/deconnexion"): "public",
    ("GET", "/e/{uai}/activer/{token}"): "public",
    ("POST", "/e/{uai}/activer/{token}"): "token",
    ("GET", "/e/{uai}/choisir-mot-de-passe"): "choose",
    ("POST", "/e/{uai}/choisir-mot-de-passe"): "choose",
    ("GET", "/e/{uai}/mot-de-passe-oublie"): "public",
    ("POST", "/e/{uai}/mot-de-passe-oublie"): "public",
    ("GET", "/e/{uai}/mon-espace"): "family",
    ("GET", "/e/{uai}/historique"): "family",
    ("GET", "/e/{uai}/mon-compte"): "family",
    ("POST", "/e/{uai}/mon-compte"): "family",
    ("GET", "/e/{uai}/mon-compte/appareils"): "family",
    ("POST", "/e/{uai}/mon-compte/appareils"): "family",
    ("POST", "/e/{uai}/mon-compte/relier"): "family",
    ("POST", "/e/{uai}/mon-compte/ne-plus-relier"): "family",
    ("GET", "/e/{uai}/mon-compte/adresse"): "family",
    ("POST", "/e/{uai}/mon-compte/adresse"): "family",
    ("POST", "/e/{uai}/mon-compte/adresse/annuler"): "family",
    ("GET", "/e/{uai}/confirmer-adresse/{token}"): "public",
    ("POST", "/e/{uai}/confirmer-adresse/{token}"): "token",
    ("GET", "/e/{uai}/mon-compte/mes-donnees"): "family",
    ("POST", "/e/{uai}/mon-compte/mes-donnees.json"): "family",
    ("POST", "/e/{uai}/mon-compte/mes-donnees.pdf"): "family",
    ("GET", "/e/{uai}/mon-compte/fermer"): "family",
    ("POST", "/e/{uai}/mon-compte/fermer"): "family",
    ("GET", "/e/{uai}/mentions"): "public",
    ("GET", "/e/{uai}/donnees-personnelles"): "public",
    ("GET", "/e/{uai}/accessibilite"): "public",
}
FAMILIES = {"the family", "another family"}
OFFICES = {"its office", "another school's office"}
ACTORS = (
    *("a stranger", "a forger", "an expired session", "a closed account"),
    *("the same account of another school", "somebody choosing", "another family", "the family"),
    *("its office", "another school's office"),
)
_FAR = "203.0.113.7"
# What the family would see of itself, and nobody else may.
_VICTIM = (
    "SELECT login, email, state, generation, password_hash, family_rev FROM account"
    " WHERE school_id = :uai AND account_id = 'a1'",
    "SELECT token_hash FROM session WHERE school_id = :uai AND account_id = 'a1' ORDER BY 1",
    "SELECT origin, password_hash FROM provisional WHERE school_id = :uai AND account_id = 'a1' ORDER BY 1",
    "SELECT email FROM email_change WHERE school_id = :uai AND account_id = 'a1'",
    "SELECT diner_id FROM attachment WHERE school_id = :uai AND account_id = 'a1' ORDER BY 1",
    "SELECT other_school_id, link_id FROM account_link WHERE school_id = :uai AND account_id = 'a1'",
    "SELECT count(*) FROM account_log WHERE school_id = :uai AND account_id = 'a1'",
)


def routes() -> set[tuple[str, str]]:
    """Every declared route: (method, path)."""
    guard = create_app(WebConfig("postgresql://turbo_portal@localhost/none", "http://x", False, "5" * 64))
    assert isinstance(guard, SecurityMiddleware)
    app = guard._app
    assert isinstance(app, Litestar)
    declared = {
        (method, route.path_format) for route in app.routes for method in getattr(route, "methods", ())
    }
    return {(method, path) for method, path in declared if method != "OPTIONS"}


@dataclass
class World:
    """A portal of two schools, a family with something to lose, and everybody who might want it."""

    site: Site
    family: People
    offices: dict[str, Office]

    def visitor(self, actor: str) -> Visitor:
        """Return somebody at the family's school, with what he has."""
        visitor = self.site.visitor()
        visitor.http.headers["X-Forwarded-For"] = _FAR
        token = self._session(actor)
        if token:
            visitor.http.cookies.set(f"session-{self.site.uai}", token)
        if actor in self.offices:
            visitor.http.headers["Authorization"] = f"Bearer {self.offices[actor].key}"
        return visitor

    def _session(self, actor: str) -> str:
        uai, elsewhere = self.site.uai, self.site.portal.other_uai
        who: dict[str, tuple[str, str, SessionKind, timedelta]] = {
            "an expired session": (uai, "a1", "full", timedelta(minutes=31)),
            "a closed account": (uai, "a4", "full", timedelta()),
            "the same account of another school": (elsewhere, "a1", "full", timedelta()),
            "somebody choosing": (uai, "a3", "choose", timedelta()),
            "another family": (uai, "a2", "full", timedelta()),
            "the family": (uai, "a1", "full", timedelta()),
        }
        if actor == "a forger":
            return draw_token()
        if actor not in who:
            return ""
        school, account_id, kind, age = who[actor]
        with self.site.portal.database.school(school) as connection:
            return open_session(connection, school, account_id, kind, agent="", now=self.site.clock() - age)

    def belongings(self) -> list[Any]:
        """Everything that nobody else may touch."""
        return [self.site.portal.rows(one, uai=self.site.uai) for one in _VICTIM]


@pytest.fixture(scope="module")
def world(postgres: Any, portal_template: str) -> Iterator[World]:
    """One for all: nobody gets far enough to spoil it for the next, and the family itself only reads."""
    with (
        fresh_portal(postgres.superuser_url, portal_template) as portal,
        Site(portal, proxies=("127.0.0.1",)) as site,
    ):
        offices = {
            "its office": _paired(site, portal.code),
            "another school's office": _paired(site, portal.other_code),
        }
        site._rev = 1000
        family, _ = site.settled_family(1)
        site.settled_family(2)
        site.family(3)
        closed, _ = site.settled_family(4)
        site.set_state(closed, "closed")
        site.family(1, uai=portal.other_uai)
        _joined(portal)
        yield World(site, family, offices)


def _joined(portal: Portal) -> None:
    for uai, other in ((portal.uai, portal.other_uai), (portal.other_uai, portal.uai)):
        values = {"uai": uai, "other": other}
        portal.rows("INSERT INTO account_link VALUES (:uai, 'a1', :other, 'l1', now())", **values)


def _paired(site: Site, code: str) -> Office:
    office = Office(site.base)
    office.pair(code)
    return office


def test_every_route_says_who_may_use_it() -> None:
    assert routes() == set(ACCESS)


FORMS = sorted(path for method, path in ACCESS if method == "POST" and not path.startswith("/api/"))


@pytest.mark.parametrize(("method", "path"), sorted(ACCESS))
@all_cases("actor", ACTORS)
def test_a_route_answers_those_it_is_for_alone(world: World, method: str, path: str, actor: str) -> None:
    if (method, actor) == ("POST", "the family"):
        return  # what a family may do to itself has tests of its own
    with world.visitor(actor) as visitor:
        before = world.belongings()
        answer = _knock(world, visitor, actor, method, path)
    EXPECTED[ACCESS[method, path]](world, actor, method, path, answer)
    assert world.belongings() == before
    if actor != "the family":
        for secret in (world.family.login, world.family.email, "NGUYỄN1"):
            assert secret not in answer.text


@pytest.mark.parametrize("path", FORMS)
def test_a_post_without_its_token_is_refused_whoever_sends_it(world: World, path: str) -> None:
    with world.visitor("the family") as visitor:
        before = world.belongings()
        answer = visitor.request("POST", _filled(world, path), data={"mot_de_passe_actuel": "x"})
    assert answer.status_code == 403
    assert world.belongings() == before


@pytest.mark.parametrize("path", sorted({path for _, path in ACCESS}))
def test_options_of_a_route_reveal_nothing(world: World, path: str) -> None:
    with world.visitor("the family") as visitor:
        answer = visitor.request("OPTIONS", _filled(world, path))
    assert answer.status_code in {204, 405}
    assert answer.content == b"" or answer.status_code == 405
    assert not any(name.lower().startswith("access-control") for name in answer.headers)


def _knock(world: World, visitor: Visitor, actor: str, method: str, path: str) -> requests.Response:
    where = _filled(world, path)
    if path.startswith("/api/"):
        where += "?kind=diner" if path.endswith("/states") else ""
        office = world.offices.get(actor, world.offices["its office"])
        headers = {
            "Turbo-Protocol": "2",
            "Turbo-Office-Epoch": office.epoch,
            "Turbo-Portal-Epoch": office.portal_epoch,
        }
        return visitor.request(method, where, headers=headers, data=_API_BODIES.get(path, b""))
    if method == "GET":
        return visitor.get(where)
    form = visitor.get("mot-de-passe-oublie")
    return visitor.request("POST", where, data=visitor.hidden(form))


_API_BODIES = {
    "/api/{version}/pair": b'{"code":"0990001N-aaaa-bbbb-cccc","office_epoch":"x","workstation":"Poste"}',
    "/api/{version}/changes": b'{"changes":[]}',
    "/api/{version}/key": b"{}",
    "/api/{version}/bind": b'{"to":"x","seen_seq":0,"seen_rev":0}',
}


def _filled(world: World, path: str) -> str:
    names = {
        "uai": world.site.uai,
        "token": "A" * 22,
        "version": "v2",
        "name": "portal.000000000000.css",
    }
    return path.format(**names)


def _public(_world: World, actor: str, _method: str, path: str, answer: requests.Response) -> None:
    # 404 for the style sheet: its name holds the hash of its content, and ours is made up.
    allowed = {404} if path.startswith("/static/") else {200, 303, 400}
    assert answer.status_code in allowed


def _sign_in(world: World, actor: str, _method: str, _path: str, answer: requests.Response) -> None:
    if actor in FAMILIES:
        _sent_to(world, answer, "mon-espace")
    else:
        assert answer.status_code == 200


def _family(world: World, actor: str, method: str, _path: str, answer: requests.Response) -> None:
    if actor in FAMILIES:
        assert answer.status_code == 200 if method == "GET" else answer.status_code in {200, 303, 400}
        assert (
            not answer.headers.get("location", "")
            .partition("?")[0]
            .endswith(("connexion", "choisir-mot-de-passe"))
        )
    else:
        _sent_to(world, answer, "choisir-mot-de-passe" if actor == "somebody choosing" else "connexion")


def _choose(world: World, actor: str, method: str, _path: str, answer: requests.Response) -> None:
    if actor == "somebody choosing":
        assert answer.status_code == (200 if method == "GET" else 400)
    else:
        _sent_to(world, answer, "mon-espace" if actor in FAMILIES else "connexion")


def _token(_world: World, _actor: str, _method: str, _path: str, answer: requests.Response) -> None:
    assert answer.status_code in {200, 400}
    assert "session-" not in answer.headers.get("set-cookie", "")


def _office(world: World, actor: str, _method: str, path: str, answer: requests.Response) -> None:
    if actor not in OFFICES:
        assert answer.status_code == 401
        return
    # The binding names a moment before the last change that the portal has taken.
    assert answer.status_code == (409 if path.endswith("/bind") else 200)
    if path.endswith("hello"):
        mine = world.site.uai if actor == "its office" else world.site.portal.other_uai
        assert answer.json()["uai"] == mine


def _pair(_world: World, _actor: str, _method: str, _path: str, answer: requests.Response) -> None:
    assert answer.status_code == 403


def _host(_world: World, _actor: str, _method: str, _path: str, answer: requests.Response) -> None:
    assert answer.status_code == 404


def _sent_to(world: World, answer: requests.Response, page: str) -> None:
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (
        303,
        f"/e/{world.site.uai}/{page}",
    )


EXPECTED: dict[str, Callable[[World, str, str, str, requests.Response], None]] = {
    "public": _public,
    "sign-in": _sign_in,
    "family": _family,
    "choose": _choose,
    "token": _token,
    "office": _office,
    "pair": _pair,
    "host": _host,
}
