"""Which families confirm their address: drawn beforehand, whatever the order in which mails come."""

import smtplib
import threading
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from turbo_admin.demo.asking import confirm_every_other
from turbo_admin.demo.catcher import Catcher
from turbo_admin.demo.families import TypedRequest

UAI = "0990001N"


def typed(name: str, address: str) -> TypedRequest:
    """What a family of that name types."""
    return TypedRequest(UAI, "04217", name, "Léa", address, "", "H1")


# The third sends one request twice, which the portal acknowledges once; the fifth asks for two children.
TAKEN = [
    typed("Un", "un@exemple.fr"),
    typed("Deux", "deux@exemple.fr"),
    typed("Trois", "trois@exemple.fr"),
    typed("TROIS", "Trois@exemple.fr"),
    typed("Quatre", "quatre@exemple.fr"),
    typed("Cinq", "cinq@exemple.fr"),
    typed("Cinq bis", "cinq@exemple.fr"),
]
OWED = ["un", "deux", "trois", "quatre", "cinq", "cinq"]


class Site(ThreadingHTTPServer):
    """A portal whose confirmation pages have a button; remembers where it was pressed."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pressed: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self._answer('<!doctype html><title>Confirmer</title><form action="" method="post"></form>')

    def do_POST(self) -> None:
        self.server.pressed.append(self.path.rpartition("/")[2])
        self._answer("<!doctype html><title>Merci</title>")

    def _answer(self, text: str) -> None:
        data = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_arguments: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def acknowledge(catcher: Catcher, site: Site, names: Iterable[tuple[int, str]]) -> None:
    """Send acknowledgements, in this order; the number makes each link its own."""
    for number, name in names:
        mail = EmailMessage()
        mail["From"], mail["To"] = "ecole@exemple.fr", f"{name}@exemple.fr"
        mail["X-Turbo-Kind"] = "demande"
        mail.set_content(f"Confirmez :\n{site.url}/e/{UAI}/confirmer/{name}-{number}\n")
        with smtplib.SMTP("127.0.0.1", catcher.port) as client:
            client.send_message(mail)


@pytest.mark.parametrize("turn", [1, -1])
def test_who_confirms_does_not_depend_on_the_order_of_mails(site: Site, turn: int) -> None:
    with Catcher() as catcher:
        acknowledge(catcher, site, list(enumerate(OWED))[::turn])
        confirm_every_other(catcher, site.url, TAKEN)
    assert sorted(site.pressed) == ["cinq-4", "cinq-5", "trois-2", "un-0"]


def test_a_family_that_confirms_waits_for_all_its_mails_and_for_nobody_elses(site: Site) -> None:
    with Catcher() as catcher:
        late = threading.Thread(target=acknowledge, args=(catcher, site, [(5, "cinq"), (2, "trois")]))
        acknowledge(catcher, site, [(0, "un"), (4, "cinq")])
        late.start()
        confirm_every_other(catcher, site.url, TAKEN)
        late.join()
    assert sorted(site.pressed) == ["cinq-4", "cinq-5", "trois-2", "un-0"]
