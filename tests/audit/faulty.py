"""A small site with the faults that the audit looks for, so that each scanner shows that it finds them.

It is served to this machine alone, while a scanner tries it, and belongs to the tests only.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import uvicorn
from litestar import Litestar, MediaType, Response, get
from litestar.datastructures import State
from litestar.params import FromQuery

_PAGE = (
    '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Défauts</title></head>'
    "<body><h1>Défauts</h1>{}</body></html>"
)
_FORMS = (
    '<p><a href="/repas?id=1">repas</a></p>'
    '<form action="/cherche" method="get"><p><label>Mot <input name="q" value="a"></label>'
    "<button>Chercher</button></p></form>"
)
# What the fuzzer reads: it promises a quotient, and keeps the promise for some divisors only.
SCHEMA: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Défauts", "version": "1"},
    "paths": {
        "/quotient": {
            "get": {
                "parameters": [
                    {"name": "by", "in": "query", "required": True, "schema": {"type": "integer"}}
                ],
                "responses": {"200": {"description": "a page", "content": {"text/html": {}}}},
            }
        }
    },
}


@get("/", media_type=MediaType.HTML, sync_to_thread=False)
def show() -> str:
    """Link to the others."""
    return _PAGE.format(_FORMS)


@get("/repas", media_type=MediaType.HTML, sync_to_thread=True)
def meals(state: State, id: FromQuery[str] = "1") -> Response[str]:
    """Put what is typed into the statement: an injection."""
    try:
        with psycopg.connect(state.url) as connection:
            rows = connection.execute(f"SELECT 'repas ' || n FROM generate_series(1, 3) n WHERE n = {id}")
            return Response(_PAGE.format(" ".join(str(row[0]) for row in rows)), media_type=MediaType.HTML)
    except psycopg.Error as error:
        return Response(_PAGE.format(str(error)), status_code=200, media_type=MediaType.HTML)


@get("/cherche", media_type=MediaType.HTML, sync_to_thread=False)
def search(q: FromQuery[str] = "") -> str:
    """Say again what was typed, unescaped: a script gets in."""
    return _PAGE.format(f"<p>Rien pour {q}</p>{_FORMS}")


@get("/quotient", media_type=MediaType.HTML, sync_to_thread=False)
def quotient(by: FromQuery[int]) -> str:
    """Divide by whatever comes: a bug."""
    return _PAGE.format(str(1 / by))


@contextmanager
def faulty_site(database_url: str) -> Iterator[str]:
    """Serve it; gives its address."""
    plain = database_url.replace("+psycopg", "")  # the driver's own, not SQLAlchemy's
    app = Litestar([show, meals, search, quotient], state=State({"url": plain}), logging_config=None)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
