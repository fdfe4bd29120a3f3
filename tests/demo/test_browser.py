"""The demo's browser, against a server of this test's own."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs

import pytest

from turbo_admin.demo.browser import Browser
from turbo_admin.demo.families import Family

FORM = """<!doctype html><title>Créer un compte &amp; suite</title><style>p { color: red }</style>
<a href="/ailleurs">Ailleurs</a><p>Une
ligne&nbsp;: <strong>grasse</strong></p>
<form action="/sortie" method="post"><button>Se déconnecter</button></form>
<form action="" method="post"><input type="hidden" name="jeton" value="a&amp;b">
<input name="nom" value="déjà"><input type="checkbox" name="oui" checked><input type="checkbox" name="non">
<select name="choix"><option value="1">un<option value="2" selected>deux</select>
<textarea name="texte">long
texte</textarea><input type="password" name="actuel" autocomplete="current-password">
<input type="password" name="nouveau" autocomplete="new-password">
<input type="password" name="encore" autocomplete="new-password"><input name="mort" disabled value="x"></form>"""


class Site(BaseHTTPRequestHandler):
    """Shows the form, and remembers what was posted."""

    posted: ClassVar[list[tuple[str, dict[str, list[str]], str]]] = []

    def do_GET(self) -> None:
        """Show the form, and set a cookie."""
        self._answer(200, FORM, {"Set-Cookie": "miam=1; HttpOnly; Path=/"})

    def do_POST(self) -> None:
        """Note the fields and redirect."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = parse_qs(body, keep_blank_values=True)
        self.posted.append((self.path, fields, f"{self.headers['Cookie']} {self.headers['Origin']}"))
        self._answer(303, "", {"Location": "/fait"})

    def _answer(self, status: int, text: str, headers: dict[str, str]) -> None:
        data = text.encode()
        self.send_response(status)
        for name, value in (headers | {"Content-Type": "text/html; charset=utf-8"}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_arguments: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    Site.posted.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_page_is_read_as_a_person_does(site: str) -> None:
    with Browser() as browser:
        page = browser.open(f"{site}/e/x")
    assert (page.status, page.title, page.path) == (200, "Créer un compte & suite", "/e/x")
    assert "Une ligne\u00a0: grasse" in page.text
    assert "color" not in page.text
    assert page.links == (f"{site}/ailleurs",)


def test_a_form_goes_as_a_browser_sends_it(site: str) -> None:
    with Browser() as browser:
        page = browser.open(f"{site}/e/x")
        end = browser.send(page.form("jeton"), nom="Đặng")
    path, fields, headers = Site.posted[0]
    assert path == "/e/x"
    assert fields == {
        "jeton": ["a&b"],
        "nom": ["Đặng"],
        "oui": ["on"],
        "choix": ["2"],
        "texte": ["long\ntexte"],
        "actuel": [""],
        "nouveau": [""],
        "encore": [""],
    }
    assert headers == f"miam=1 {site}"
    assert end.path == "/fait"


def test_a_new_password_is_typed_wherever_it_is_asked(site: str) -> None:
    with Family(site, "0990001N") as family:
        family.browser.open(f"{site}/choisir")
        family.choose_password("phrase de passe")
    fields = Site.posted[0][1]
    assert (fields["nouveau"], fields["encore"], fields["actuel"]) == (
        ["phrase de passe"],
        ["phrase de passe"],
        [""],
    )


def test_the_button_of_a_link_is_the_one_that_posts_to_it(site: str) -> None:
    with Family(site, "0990001N") as family:
        family.confirm(f"{site}/e/0990001N/confirmer/jeton")
    assert [path for path, _, _ in Site.posted] == ["/e/0990001N/confirmer/jeton"]


def test_a_form_that_is_not_there_says_which_page_this_is(site: str) -> None:
    with Browser() as browser:
        page = browser.open(site)
        with pytest.raises(LookupError, match="Créer un compte"):
            page.form("inconnu")
