"""What the portal's pages are compared with: bare Litestar with a Jinja page of one query, and with one insert.

As many processes as the portal has workers on one listening socket, the same server below them, as many connections
each: what Litestar, Jinja, SQLAlchemy and psycopg do by themselves. No session, no header, no school kept apart.

    BARE_DATABASE=postgresql://… python -m tests.bench.portal_bare
"""

import multiprocessing
import os
import queue
import signal
import socket
import sys
import uuid
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import uvicorn
from anyio import to_thread
from litestar import Litestar, Request, get, post
from litestar.contrib.jinja import JinjaTemplateEngine
from litestar.response import Redirect, Template
from litestar.template.config import TemplateConfig
from sqlalchemy import create_engine, text

WORKERS = 2
POOL = 10
_SCHOOL = text("SELECT name, settings, last_sync_at FROM school WHERE school_id = :uai")
_INSERT = (
    "INSERT INTO account_request (school_id, request_id, card, last_name, first_name, email, received_at)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
)
_FIELDS = ("carte", "nom", "prenom", "email")


def make_app(url: str) -> Litestar:
    """Assemble it; connections are made when they are first wanted."""
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://"), pool_size=POOL, max_overflow=0
    )
    connections: queue.LifoQueue[psycopg.Connection[Any] | None] = queue.LifoQueue()
    for _ in range(POOL):
        connections.put(None)

    @get("/page/{uai:str}", sync_to_thread=True)
    def show(uai: str) -> Template:
        with engine.begin() as connection:
            school = connection.execute(_SCHOOL, {"uai": uai}).one()
        return Template("portal_bare.html", context={"school": school})

    @post("/demande/{uai:str}", status_code=303)
    async def take(request: Request[Any, Any, Any], uai: str) -> Redirect:
        form = await request.form()
        await to_thread.run_sync(record, uai, [str(form[name]) for name in _FIELDS])
        return Redirect(f"/page/{uai}", status_code=303)

    def record(uai: str, row: list[str]) -> None:
        connection = connections.get() or psycopg.connect(url)
        try:
            connection.execute(_INSERT, [uai, uuid.uuid4().hex, *row, datetime.now(UTC)])
            connection.commit()
        finally:
            connections.put(connection)

    templates = TemplateConfig(directory=Path(__file__).resolve().parent, engine=JinjaTemplateEngine)
    return Litestar([show, take], template_config=templates, openapi_config=None, logging_config=None)


def serve(listening: socket.socket) -> None:
    """Be one of the processes."""
    app = make_app(os.environ["BARE_DATABASE"])
    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


def main() -> int:
    """Serve until it is terminated, or its standard input closed; the first line says where."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listening:
        context = multiprocessing.get_context("spawn")
        served = [context.Process(target=serve, args=(listening,), daemon=True) for _ in range(WORKERS)]
        for one in served:
            one.start()
        sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        # Whoever terminates it: it takes its own processes along.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            sys.stdin.read()
        finally:
            for one in served:
                one.terminate()
                one.join()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
