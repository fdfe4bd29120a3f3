"""The portal described for scanners, from its own routes, forms and messages: the portal itself publishes no such thing."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import msgspec
import requests

from tests.audit.world import World
from tests.portal.site import OWN
from tests.portal.web.test_access import routes
from turbo_admin.protocol.agreement import BindAnswer, BindRequest, HeldPage
from turbo_admin.protocol.kinds import CHANGES
from turbo_admin.protocol.messages import (
    ChangeAnswers,
    ChangeBatch,
    EventPage,
    Hello,
    KeyAnswer,
    PairAnswer,
    PairRequest,
    Problem,
)

_REF = "#/components/schemas/{name}"
_INPUT = re.compile(r"<(?:input|select|textarea)\b[^>]*?\bname=\"([^\"]+)\"[^>]*>")
_VALUE = re.compile(r"\bvalue=\"([^\"]*)\"")
_ACTION = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_ATTRIBUTE = re.compile(r"\b(action|method)=\"([^\"]*)\"")
# Message asked for, message answered.
_CALLS: dict[str, tuple[Any, Any]] = {
    "pair": (PairRequest, PairAnswer),
    "hello": (None, Hello),
    "events": (None, EventPage),
    "changes": (ChangeBatch, ChangeAnswers),
    "key": (None, KeyAnswer),
    "states": (None, HeldPage),
    "bind": (BindRequest, BindAnswer),
}
_REFUSALS = (400, 401, 403, 404, 405, 409, 413, 414, 415, 426, 429)
_PAGE_ANSWERS = (200, 303, 308, 400, 403, 404, 405, 413, 415, 429)
# Words that get further than any drawn at random.
_GOOD = {
    "mot_de_passe_actuel": OWN,
    "lesquels": "autres",
    "mot_de_passe": "un autre très bon choix",
    "confirmation": "un autre très bon choix",
    "carte": "04981",
    "nom": "NGUYỄN",
    "prenom": "Thị Lan",
    "email": "lan@exemple.fr",
    "identifiant": "ln482717",
    "q": "collège",
}


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page.

    Attributes:
        action: its path, with the ids of this portal in it.
        fields: its names, and the values that the page gives them.
    """

    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)


def forms(world: World, cookie: str, path: str) -> list[Form]:
    """The forms of a page as somebody signed in sees it."""
    page = requests.get(
        world.base + path, headers={"Cookie": cookie}, allow_redirects=False, timeout=30, proxies=_NONE
    )
    found = []
    for head, inside in _ACTION.findall(page.text):
        attributes = dict(_ATTRIBUTE.findall(head))
        fields = {}
        for one in _INPUT.finditer(inside):
            value = _VALUE.search(one[0])
            fields[unescape(one[1])] = unescape(value[1]) if value else ""
        action = unescape(attributes.get("action", "")) or path
        found.append(Form(attributes.get("method", "get").upper(), action, fields))
    return found


_NONE = {"http": "", "https": ""}


def all_forms(world: World) -> dict[str, Form]:
    """Every form that posts, by the route it posts to; found on the pages themselves, as each kind of visitor."""
    found: dict[str, Form] = {}
    cookies = [
        f"__Host-csrf={world.csrf}",
        world.cookie(world.sessions(1, "choose")[0]),
        world.cookie(world.sessions(2)[0]),
    ]
    for cookie in cookies:
        for method, route in sorted(routes()):
            if method == "GET" and route.startswith("/e/"):
                for form in forms(world, cookie, fill(world, route)):
                    if form.method == "POST":
                        known = found.get(unfill(world, form.action))
                        fields = {**(known.fields if known else {}), **form.fields}
                        found[unfill(world, form.action)] = Form("POST", form.action, fields)
    return found


def fill(world: World, route: str) -> str:
    """Return a path of that route, with ids of this portal."""
    return route.format(uai=world.uai, token=world.links()[4], version="v2", name="portal.css")


def unfill(world: World, path: str) -> str:
    """Return the route of a path."""
    path = path.partition("?")[0].replace(world.uai, "{uai}")
    return re.sub(r"(?<=/(?:activer|nfirmer)/)[\w-]{20,}$|(?<=-adresse/)[\w-]{20,}$", "{token}", path)


def describe(world: World) -> dict[str, Any]:
    """Return the OpenAPI description of every declared route."""
    posted = all_forms(world)
    messages = {kind for pair in _CALLS.values() for kind in pair if kind} | {Problem, *CHANGES.values()}
    _, components = msgspec.json.schema_components(sorted(messages, key=str), ref_template=_REF)
    _name_bodies(components)
    paths: dict[str, Any] = {}
    for method, route in sorted(routes()):
        office = route.startswith("/api/")
        operation = _call(route) if office else _page(method, route, posted.get(route))
        operation["parameters"] = _parameters(world, route)
        paths.setdefault(route, {})[method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "Portail", "version": "1"},
        "paths": paths,
        "components": {"schemas": components},
    }


def _name_bodies(components: dict[str, Any]) -> None:
    """Say what the body of a change is for each of its kinds: to the protocol it is any JSON."""
    change = components["Change"]
    change["properties"]["body"] = {
        "anyOf": [{"$ref": _REF.format(name=k.__name__)} for k in CHANGES.values()]
    }
    change["properties"]["kind"] = {"anyOf": [{"enum": sorted(CHANGES)}, change["properties"]["kind"]]}


def _call(route: str) -> dict[str, Any]:
    asked, answered = _CALLS[route.rpartition("/")[2]]
    operation: dict[str, Any] = {"responses": {"200": _json(answered.__name__, "an answer")}}
    for status in _REFUSALS:
        operation["responses"][str(status)] = _json("Problem", "a refusal")
    if asked:
        operation["requestBody"] = {"required": True, "content": _json(asked.__name__, "")["content"]}
    return operation


def _json(name: str, description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {"application/json": {"schema": {"$ref": _REF.format(name=name)}}},
    }


def _page(method: str, route: str, form: Form | None) -> dict[str, Any]:
    kinds = ["text/html", *_OTHER_KINDS.get(route, ())]
    answer = {"description": "a page", "content": {kind: {} for kind in kinds}}
    operation: dict[str, Any] = {"responses": {str(status): answer for status in _PAGE_ANSWERS}}
    if method == "POST":
        names = form.fields if form else {}
        properties = {name: _field(name, value) for name, value in names.items() if name != "_csrf_token"}
        body = {"type": "object", "properties": properties, "required": sorted(properties)}
        content = {"application/x-www-form-urlencoded": {"schema": body}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


_OTHER_KINDS = {
    "/robots.txt": ("text/plain",),
    "/healthz": ("text/plain", "application/json"),
    "/static/{name}": ("text/css", "image/svg+xml", "font/woff2"),
    "/code-source.zip": ("application/zip",),
    "/e/{uai}/mon-compte/mes-donnees.json": ("application/json",),
    "/e/{uai}/mon-compte/mes-donnees.pdf": ("application/pdf",),
}


def _field(name: str, value: str) -> dict[str, Any]:
    known = [one for one in (value, _GOOD.get(name, "")) if one]
    return {"anyOf": [{"enum": known}, {"type": "string"}]} if known else {"type": "string"}


def _parameters(world: World, route: str) -> list[dict[str, Any]]:
    known = {
        "uai": [world.uai, world.portal.other_uai, world.uai.lower()],
        "token": world.links()[:40],
        "version": ["v2"],
        "name": ["portal.css"],
    }
    found = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "enum": known[name]},
        }
        for name in re.findall(r"{(\w+)}", route)
    ]
    queries = {
        "/": {"q": {"type": "string"}},
        "/e/{uai}/historique": {"page": {"anyOf": [{"type": "integer"}, {"type": "string"}]}},
        "/api/{version}/events": {"after": {"type": "integer"}, "limit": {"type": "integer"}},
    }
    found += [{"name": name, "in": "query", "schema": one} for name, one in queries.get(route, {}).items()]
    headers = ("User-Agent", "Accept-Language", "Accept-Encoding") if not route.startswith("/static") else ()
    found += [{"name": name, "in": "header", "schema": {"type": "string"}} for name in headers]
    return found
