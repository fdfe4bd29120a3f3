"""What holds of every answer, whatever its status, and of every post."""

import base64
import hashlib
import json
import logging
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from tests.portal.conftest import Portal
from tests.portal.site import OWN, Site, Visitor
from turbo_admin.core.colours import DARK, LIGHT
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.base.csrf import Csrf, Origins
from turbo_admin.portal.base.device_marks import DeviceMark
from turbo_admin.portal.base.forms import read_form
from turbo_admin.portal.base.throttle import address_group
from turbo_admin.portal.pages.statics import StaticFiles, theme_css
from turbo_admin.portal.web.security_middleware import SecurityMiddleware

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


def raw(site: Site, request: bytes) -> bytes:
    """Send bytes as they are."""
    port = int(site.base.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        wire.sendall(request)
        wire.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: wire.recv(65536), b""))


def answers(visitor: Visitor) -> Iterator[tuple[int, Any]]:
    """An answer of each status that a page can give."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    yield 200, visitor.get()
    yield 302, visitor.get("mon-espace")
    yield 303, visitor.get("mon-espace")
    yield 400, visitor.submit("creer-un-compte", carte="x")
    yield 403, visitor.request("POST", "connexion", data={"identifiant": "x"})
    yield 404, visitor.get("/nulle-part")
    yield 404, visitor.get("nulle-part")
    yield 405, visitor.request("POST", "")
    yield 413, visitor.request("POST", "connexion", data=b"x=" + b"y" * 70_000, headers=form)
    yield 415, visitor.request("POST", "connexion", json={"x": 1})


def test_every_status_bears_the_headers_and_speaks_french(visitor: Visitor) -> None:
    for status, answer in answers(visitor):
        assert answer.status_code in {status, 303}, (status, answer.status_code)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (status, name)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-request-id"]
        assert "strict-transport-security" not in answer.headers
        if status >= 400:
            assert '<html lang="fr">' in answer.text
            assert "Traceback" not in answer.text


def test_a_bug_bears_the_headers_and_tells_nothing(
    portal: Portal, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.rows("ALTER TABLE school RENAME COLUMN last_sync_at TO lost")
    with Site(portal) as site, site.visitor() as visitor:
        page = visitor.get()
        assert page.status_code == 500
        for name, value in HEADERS.items():
            assert page.headers[name] == value
        assert "Une anomalie s’est produite" in page.text
        assert "last_sync_at" not in page.text
        assert visitor.get("/api/v2/hello").status_code >= 400


async def _broken(scope: Any, receive: Any, _: object) -> None:
    if scope["type"] == "lifespan":
        await receive()
        return
    raise RuntimeError("Léa MARTIN")


def test_what_breaks_below_everything_still_gets_a_page(portal: Portal) -> None:
    config = WebConfig(portal.url("turbo_portal"), "http://127.0.0.1", False, "5" * 64)
    with (
        structlog.testing.capture_logs() as logs,
        Site(
            portal, wrap=lambda _: SecurityMiddleware(_broken, config, lambda: b"<html lang=fr>anomalie")
        ) as site,
        site.visitor() as visitor,
    ):
        page = visitor.get()
        assert (page.status_code, page.text) == (500, "<html lang=fr>anomalie")
        assert page.headers["x-content-type-options"] == "nosniff"
        assert visitor.request("HEAD", "").status_code == 500
    assert logs[0]["error"] == "RuntimeError"
    assert "Léa" not in json.dumps(logs, ensure_ascii=False)


def test_https_is_insisted_on_where_it_is_served(portal: Portal) -> None:
    with Site(portal, public_url="https://repas.exemple.fr") as site, site.visitor() as visitor:
        assert visitor.get("nulle-part").headers["strict-transport-security"] == "max-age=63072000"


def test_other_names_below_the_portal_s_are_held_to_https_by_the_host_s_choice(portal: Portal) -> None:
    url = "https://repas.exemple.fr"
    with Site(portal, public_url=url, hsts_subdomains=True) as site, site.visitor() as visitor:
        said = visitor.get("nulle-part").headers["strict-transport-security"]
    assert said == "max-age=63072000; includeSubDomains"


@pytest.mark.parametrize(
    "path", ["", "connexion", "creer-un-compte", "mentions", "/", "/robots.txt", "nulle-part", "mon-espace"]
)
def test_head_answers_like_get_without_a_body(visitor: Visitor, path: str) -> None:
    get, head = visitor.get(path), visitor.request("HEAD", path)
    assert head.status_code == get.status_code
    assert head.content == b""
    assert head.headers["content-type"] == get.headers["content-type"]


def test_every_form_refuses_a_post_without_its_token(site: Site) -> None:
    _, family = site.settled_family()
    posts = (
        *("creer-un-compte", "connexion", "mot-de-passe-oublie", "choisir-mot-de-passe", "deconnexion"),
        *("mon-compte", "mon-compte/appareils"),
        *("activer/abcdefghijklmnopqrstuv", "confirmer/abcdefghijklmnopqrstuv"),
    )
    good = family.hidden(family.get("mot-de-passe-oublie"))["_csrf_token"]
    for path in posts:
        for token in ("", "x", "é", "0" * 64 + "." + "0" * 64, good[:-1] + ("0" if good[-1] != "0" else "1")):
            assert family.request("POST", path, data={"_csrf_token": token}).status_code == 403, path
    assert family.space().status_code == 200


def test_a_token_of_another_browser_is_refused(site: Site, visitor: Visitor) -> None:
    with site.visitor() as other:
        token = other.hidden(other.get("connexion"))["_csrf_token"]
    visitor.get("connexion")
    assert visitor.request("POST", "connexion", data={"_csrf_token": token}).status_code == 403


def test_a_cookie_that_is_not_ours_is_replaced(visitor: Visitor) -> None:
    page = visitor.get("connexion", headers={"Cookie": 'csrf=\xe9"; session-0990001N=%00\xff'})
    assert page.status_code == 200
    assert "csrf=" in page.headers["set-cookie"]


def test_our_own_form_under_no_referrer_is_taken(site: Site, visitor: Visitor) -> None:
    page = visitor.get("connexion")
    for headers in (
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "null"},
        {"Origin": site.base},
        {},
    ):
        answer = visitor.request("POST", "connexion", data=visitor.hidden(page), headers=headers)
        assert answer.status_code == 400, headers
    for headers in (
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://["},
    ):
        answer = visitor.request("POST", "connexion", data=visitor.hidden(page), headers=headers)
        assert answer.status_code == 403, headers


def test_bytes_that_are_no_http_break_nothing(site: Site, visitor: Visitor) -> None:
    raw(site, b"POST /e/0990001N/connexion HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
    raw(site, b"GET /e/%ff%fe/%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    raw(site, b"\x16\x03\x01\x02\x00\x01")
    big = b"POST /e/0990001N/connexion HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    chunks = b"".join(b"1000\r\n" + b"a" * 4096 + b"\r\n" for _ in range(20)) + b"0\r\n\r\n"
    answer = raw(site, big + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunks)
    assert b" 413 " in answer.split(b"\r\n")[0]
    assert visitor.get().status_code == 200


_PLAIN = {"X-Forwarded-Proto": "http"}


@pytest.fixture
def behind(portal: Portal) -> Iterator[Visitor]:
    """A visitor whose proxy is believed, of a portal in https."""
    with Site(portal, public_url="https://repas.exemple.fr", proxies=("127.0.0.1",)) as site:
        yield site.visitor()


def test_a_page_asked_for_in_clear_is_sent_to_https(behind: Visitor) -> None:
    for path, place in (("connexion?d=1", "/connexion?d=1"), ("a%0D%0Ax:%20y", "/a%0D%0Ax:%20y")):
        answer = behind.get(path, headers=_PLAIN)
        assert answer.status_code == 308
        assert answer.headers["location"] == f"https://repas.exemple.fr/e/{behind.site.uai}{place}"
        assert "max-age" in answer.headers["strict-transport-security"]
        assert "set-cookie" not in answer.headers
    assert behind.get("connexion", headers={"X-Forwarded-Proto": "https"}).status_code == 200
    assert behind.get("connexion").status_code == 200


def test_what_is_posted_in_clear_is_not_read_and_a_key_in_clear_opens_nothing(behind: Visitor) -> None:
    people = behind.site.family()
    hidden = behind.hidden(behind.get("connexion"))
    hashes = behind.site.hasher.total
    posted = {**hidden, "identifiant": people.login, "mot_de_passe": people.password}
    answer = behind.request("POST", "connexion", data=posted, headers=_PLAIN)
    assert (answer.status_code, answer.headers["location"]) == (303, "https://repas.exemple.fr")
    assert behind.site.hasher.total == hashes
    assert behind.get("/api/v2/hello", headers=_PLAIN).status_code == 403


@pytest.mark.parametrize("proxies", [(), ("192.0.2.1",)])
@pytest.mark.parametrize("url", ["https://repas.exemple.fr", ""])
def test_a_stranger_s_word_on_https_counts_for_nothing(
    portal: Portal, proxies: tuple[str, ...], url: str
) -> None:
    with Site(portal, public_url=url, proxies=proxies) as site, site.visitor() as visitor:
        for said in ("http", "https"):
            visitor.http.cookies.clear()
            answer = visitor.get("connexion", headers={"X-Forwarded-Proto": said})
            assert answer.status_code == 200
            assert ("Secure" in answer.headers["set-cookie"]) == bool(url)
            assert ("strict-transport-security" in answer.headers) == bool(url)


def test_an_ipv6_subscriber_is_one_address() -> None:
    assert address_group("2001:db8:1:2:aaaa::1") == address_group("2001:db8:1:2:bbbb::9")
    assert address_group("2001:db8:1:2::1") != address_group("2001:db8:1:3::1")
    assert address_group("::ffff:192.0.2.1") == "192.0.2.1"


def test_a_mark_is_of_one_account_of_one_school_of_one_portal() -> None:
    marks = DeviceMark("a" * 64)
    mark = marks.new("0990001N", "a1")
    assert marks.is_of(mark, "0990001N", "a1")
    assert not marks.is_of(mark, "0990001N", "a2")
    assert not marks.is_of(mark, "0990002P", "a1")
    assert not DeviceMark("b" * 64).is_of(mark, "0990001N", "a1")
    assert not marks.is_of("é.é", "0990001N", "a1")


def test_tokens_are_signed_and_apart() -> None:
    csrf = Csrf("a" * 64)
    assert csrf.is_ours(csrf.new())
    assert csrf.new() != csrf.new()
    assert not Csrf("b" * 64).is_ours(csrf.new())


def test_an_origin_is_judged_by_the_browser_first() -> None:
    origins = Origins("https://repas.exemple.fr")
    assert origins.allows({"origin": "https://repas.exemple.fr", "host": "interne:8080"})
    assert not origins.allows({"origin": "https://evil.example", "host": "repas.exemple.fr"})
    assert not origins.allows({"sec-fetch-site": "cross-site", "origin": "https://repas.exemple.fr"})


def test_of_two_equal_fields_the_first_counts() -> None:
    assert read_form(b"a=1&a=2&b=%C3%A9&c") == {"a": "1", "b": "é", "c": ""}


def test_static_files_are_kept_for_a_year_under_a_name_of_their_content(visitor: Visitor) -> None:
    page = visitor.get().text
    name = page.partition('rel="icon" type="image/svg+xml" href="')[2].partition('"')[0]
    answer = visitor.get(name)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["x-content-type-options"] == "nosniff"
    plain = visitor.get(name, headers={"Accept-Encoding": "identity"})
    assert plain.text == answer.text
    assert visitor.get("/static/logo.000000000000.svg").status_code == 404
    assert visitor.get("/static/..%2f..%2fweb.py").status_code == 404


def test_the_first_page_is_light(visitor: Visitor) -> None:
    statics = StaticFiles()
    total = len(visitor.get().content) + sum(len(file.packed) for file in statics.files.values())
    assert total < 50_000


def test_the_style_sheet_has_the_colours_of_the_house() -> None:
    css = theme_css()
    light, _, dark = css.partition("@media(prefers-color-scheme:dark)")
    assert f"--accent:{LIGHT.accent};" in light
    assert f"--on-accent:{DARK.on_accent};" in dark
    allowed = {"#FFFFFF", "#000000"}  # paper
    for line in StaticFiles().style.splitlines()[1:]:
        for piece in line.split("#")[1:]:
            assert f"#{piece[:6]}" in allowed, line


def test_each_page_holds_the_style_sheet_that_its_policy_knows(visitor: Visitor) -> None:
    for status, answer in answers(visitor):
        if not answer.text:
            continue
        held = answer.text.partition("<style>")[2].partition("</style>")[0]
        digest = base64.b64encode(hashlib.sha256(held.encode()).digest()).decode()
        policy = answer.headers["content-security-policy"]
        assert f"style-src 'sha256-{digest}';" in policy, status


def test_no_page_holds_a_script_or_a_style_of_its_own(site: Site) -> None:
    _, family = site.settled_family()
    for path in (
        "",
        "creer-un-compte",
        "connexion",
        "mot-de-passe-oublie",
        "mentions",
        "mon-espace",
        "mon-compte",
    ):
        page = family.get(path).text
        # No script within a page: one file of ours at most, which waits for nothing and keeps nothing waiting.
        ours = re.sub(r'<script src="/static/password\.[0-9a-f]{12}\.js" defer></script>', "", page)
        assert "<script" not in ours
        assert ("<script" in page) == bool(re.search(r'<input [^>]*type="password"', page))
        assert not re.search(r"\son[a-z]+=", page)
        assert "style=" not in page
        assert page.count("<style") == bool(page)  # a redirection says nothing
        assert "http://" not in page.replace(site.base, "")


def test_nothing_secret_is_logged(portal: Portal, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as logs, Site(portal) as site:
        people, family = site.settled_family()
        family.submit("creer-un-compte", carte="04217", nom="MARTIN", prenom="Zoé", email="zoe@exemple.fr")
        family.get("connexion", params={"x": "y"})
        with site.visitor() as stranger:
            stranger.sign_in(people.email, "pas le bon mot")
        portal.rows("ALTER TABLE diner RENAME COLUMN class_name TO lost")
        assert family.space().status_code == 500
    said = json.dumps(logs, default=str, ensure_ascii=False) + "".join(
        record.getMessage()
        for record in caplog.records
        if record.name.startswith(("turbo", "uvicorn", "litestar"))
    )
    assert "page_failed" in said
    token = family.http.cookies.get(f"session-{site.uai}") or "none"
    for secret in (
        people.password,
        people.link_token,
        people.email,
        people.login,
        OWN,
        "Zoé",
        "zoe@",
        "pas le bon",
        token,
    ):
        assert secret not in said


@pytest.mark.parametrize(("path", "typed"), [
    ("creer-un-compte", {"carte": "04217", "nom": "NGUYỄN", "prenom": "Lan", "email": "lan@exemple.fr"}),
    ("connexion", {"identifiant": "ln482717"}),
    ("mot-de-passe-oublie", {"identifiant": "lan@exemple.fr"}),
])  # fmt: skip
def test_a_form_whose_cookie_has_gone_is_shown_again_as_it_was_typed_and_does_nothing(
    site: Site, visitor: Visitor, path: str, typed: dict[str, str]
) -> None:
    hidden = visitor.hidden(visitor.get(path))
    visitor.http.cookies.clear()
    secret = {"mot_de_passe": "pas pour cette page"}
    answer = visitor.request("POST", path, data={**hidden, **typed, **secret})
    assert answer.status_code == 403
    assert "restée ouverte trop longtemps" in answer.text
    assert all(f'value="{value}"' in answer.text for value in typed.values())
    assert secret["mot_de_passe"] not in answer.text
    assert site.events() == site.mails() == []
    assert site.hasher.total == 0
    again = visitor.request("POST", path, data={**visitor.hidden(answer), **typed})
    assert again.status_code != 403


def test_a_form_from_elsewhere_is_not_shown_again(site: Site, visitor: Visitor) -> None:
    hidden = visitor.hidden(visitor.get("connexion"))
    data = {**hidden, "identifiant": "posé là par un autre site"}
    answer = visitor.request("POST", "connexion", data=data, headers={"Origin": "https://ailleurs.example"})
    assert answer.status_code == 403
    assert "posé là" not in answer.text
