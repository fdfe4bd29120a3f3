"""What every page works with: the site, and one visit to it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

from anyio import CapacityLimiter, to_thread
from litestar import Request, Response
from litestar.datastructures.state import State
from litestar.exceptions import HTTPException, NotFoundException
from litestar.response.base import ASGIResponse
from markupsafe import Markup
from sqlalchemy import Connection

from turbo_admin.portal.config import WebConfig
from turbo_admin.portal.database import Database
from turbo_admin.portal.hashing import Hashing
from turbo_admin.portal.looking import Seen, look, look_within
from turbo_admin.portal.own_log import log_act
from turbo_admin.portal.pages.statics import Statics
from turbo_admin.portal.pages.templates import Templates
from turbo_admin.portal.requests import AskedRequest, Outcome
from turbo_admin.portal.schools import School
from turbo_admin.portal.security import Csrf, DeviceMark, Origins
from turbo_admin.portal.sessions import Kind, Session
from turbo_admin.portal.throttle import Limit, Limits, address_group, bucket, take
from turbo_admin.portal.together import Together
from turbo_admin.portal.wording import NOTICES

T = TypeVar("T")
WebRequest: TypeAlias = Request[Any, Any, State]
Page: TypeAlias = Response[str]

_UAI = re.compile(r"[0-9]{7}[A-Z]", re.ASCII)
# What stands in a cookie of ours as it is: tokens, signatures, words of our own.
_PLAIN = re.compile(r"[A-Za-z0-9_.-]*", re.ASCII)
_DEVICE_DAYS = 180
_DAY = 86_400
_NOTICE_SECONDS = 120
# Children in more schools than that are not looked for: each costs two queries.
MOST_SCHOOLS = 4


@dataclass(frozen=True, slots=True)
class Site:
    """The parts that all pages share; one a process.

    Attributes:
        now: the clock, UTC.
        threads: how many asynchronous pages may be in a thread at once: not many more than have a connection.
        requests: account requests, recorded together.
    """

    config: WebConfig
    database: Database
    hashing: Hashing
    limits: Limits
    now: Callable[[], datetime]
    templates: Templates
    statics: Statics
    csrf: Csrf
    device: DeviceMark
    origins: Origins
    threads: CapacityLimiter
    requests: Together[AskedRequest, Outcome]

    def cookie(self, name: str, value: str, max_age: int | None = None) -> str:
        """Return the header that sets a cookie of ours; without an age it goes when the browser is closed.

        Raises:
            ValueError: the value would have to be quoted.
        """
        if not _PLAIN.fullmatch(value):
            raise ValueError(name)
        age = "" if max_age is None else f" Max-Age={max_age};"
        secure = " Secure;" if self.config.secure else ""
        return f"{self.cookie_name(name)}={value}; HttpOnly;{age} Path=/;{secure} SameSite=lax"

    def cookie_name(self, name: str) -> str:
        """Over https the prefix makes browsers refuse a cookie that another host, or plain http, has set."""
        return f"__Host-{name}" if self.config.secure else name


class _Written(Response[str]):
    """A page or a redirection, ready to be sent.

    Litestar's own way copies each cookie field by field, three times: a third of what the sign-in page takes.
    """

    def __init__(self, text: str, status: int, cookies: Sequence[str], location: str = "") -> None:
        super().__init__(text, status_code=status, media_type="text/html")
        self._lines = [("set-cookie", cookie) for cookie in cookies]
        if location:
            self._lines.append(("location", location))

    def to_asgi_response(self, *_: Any, **__: Any) -> ASGIResponse:
        """Return what goes out."""
        return ASGIResponse(
            body=self.content, headers=self._lines, media_type="text/html", status_code=self.status_code
        )


@dataclass(slots=True)
class Visit:
    """One request to a page of a school.

    Attributes:
        uai: in capitals; whether such a school exists is known once the visit is opened.
        form: the fields posted, by name; empty for GET.
        session: the one in force, once the visit is opened.
    """

    site: Site
    request: WebRequest
    uai: str
    form: Mapping[str, str]
    now: datetime
    session: Session | None = None
    _school: School | None = None
    _csrf: str = ""
    _cookies: list[str] = field(default_factory=list)

    @property
    def school(self) -> School:
        """The school, known once the visit is opened."""
        if self._school is None:
            raise NotFoundException
        return self._school

    @property
    def address(self) -> str:
        """What counts as one address for throttles."""
        client = self.request.client
        return address_group(client.host if client else "")

    @contextmanager
    def opened(self) -> Iterator[Connection]:
        """Open one transaction of the school, and find the school and the session.

        Raises:
            NotFoundException: there is no such school.
            Unreachable: the database does not answer.
        """
        token = self.cookie_value(f"session-{self.uai}")

        def begin(connection: Connection) -> Seen | None:
            return look_within(connection, self.uai, token, now=self.now)

        with self.site.database.begun(begin) as (connection, seen):
            self._school, self.session = _known(seen).school, _known(seen).session
            yield connection

    def look(self, *, diners: bool = False) -> Seen:
        """Find the school and the session, for a page that only shows: one statement, and nothing is held.

        Args:
            diners: whether those of a family that is signed in are wanted.

        Raises:
            NotFoundException: there is no such school.
            Unreachable: the database does not answer.
        """
        token = self.cookie_value(f"session-{self.uai}")
        seen = _known(look(self.site.database, self.uai, token, now=self.now, diners=diners))
        self._school, self.session = seen.school, seen.session
        return seen

    async def in_thread(self, work: Callable[..., T], *arguments: object) -> T:
        """Run database work away from the event loop."""
        return await to_thread.run_sync(work, self, *arguments, limiter=self.site.threads)

    def allows(self, connection: Connection, purpose: str, who: str, limit: Limit) -> bool:
        """Count one try of somebody (a name, an address) at something, and say whether it is allowed."""
        return take(connection, self.uai, bucket(purpose, who), limit, now=self.now)

    def log(self, connection: Connection, account_id: str, what: str) -> None:
        """Write a line of an account's own log, with the device that did it.

        Args:
            what: a key of `wording.LOGGED`.
        """
        log_act(connection, self.uai, account_id, what, now=self.now, agent=self.agent)

    @property
    def agent(self) -> str:
        """What the browser says it is."""
        return self.request.headers.get("user-agent", "")

    def session_of(self, kind: Kind) -> Session:
        """Return the session if it is of that kind.

        Raises:
            SeeOther: to where this visitor can go on.
        """
        if self.session is None:
            raise SeeOther(self.path("connexion"))
        if self.session.kind != kind:
            raise SeeOther(self.path("mon-espace" if self.session.kind == "full" else "choisir-mot-de-passe"))
        return self.session

    def cookie_value(self, name: str) -> str:
        """Return one of our cookies, empty when the browser sent none."""
        return self.request.cookies.get(self.site.cookie_name(name), "")

    def other_sessions(self) -> list[tuple[str, str]]:
        """Return (UAI, token) of the sessions that this browser says to have at other schools, in force or not."""
        beginning = self.site.cookie_name("session-")
        found = {
            uai: token
            for name, token in self.request.cookies.items()
            if name.startswith(beginning)
            and _UAI.fullmatch(uai := name.removeprefix(beginning))
            and uai != self.uai
        }
        return sorted(found.items())[:MOST_SCHOOLS]

    def keep_session(self, token: str, uai: str = "") -> None:
        """Have the browser hold a session; an empty token lets it go.

        Args:
            uai: of another school than this one.
        """
        name = f"session-{uai or self.uai}"
        self._cookies.append(self.site.cookie(name, token, None if token else 0))

    def mark_device(self, account_id: str) -> None:
        """Have the browser hold the mark of a known device."""
        mark = self.site.device.new(self.uai, account_id)
        self._cookies.append(self.site.cookie(f"appareil-{self.uai}", mark, _DEVICE_DAYS * _DAY))

    def knows_device(self, account_id: str) -> bool:
        """Whether this browser has signed in to that account before."""
        return self.site.device.is_of(self.cookie_value(f"appareil-{self.uai}"), self.uai, account_id)

    def notify(self, notice: str) -> None:
        """Have the next page show a notice of `wording.NOTICES`, once."""
        self._cookies.append(self.site.cookie(f"avis-{self.uai}", notice, _NOTICE_SECONDS))

    def path(self, rest: str = "") -> str:
        """Return the path of a page of this school."""
        return f"/e/{self.uai}/{rest}" if rest else f"/e/{self.uai}"

    def page(self, template: str, status: int = 200, **context: object) -> Page:
        """Render a page of this school."""
        values = {"visit": self, "school": self.school, "settings": self.school.settings, "now": self.now}
        notice = self._take_notice()
        text = self.site.templates.render(template, **values, notice=notice, **context)
        return _Written(text, status, self._cookies)

    def see(self, rest: str = "") -> Page:
        """Send the browser to another page of this school, by GET."""
        return _Written("", 303, self._cookies, self.path(rest))

    def csrf_field(self) -> Markup:
        """Return the hidden field of a form; the browser is given the cookie that goes with it."""
        if not self._csrf:
            present = self.cookie_value("csrf")
            self._csrf = present if self.site.csrf.is_ours(present) else self.site.csrf.new()
            if self._csrf != present:
                self._cookies.append(self.site.cookie("csrf", self._csrf))
        return Markup('<input type="hidden" name="{}" value="{}">').format(Csrf.FIELD, self._csrf)

    def _take_notice(self) -> str:
        notice = self.cookie_value(f"avis-{self.uai}")
        if notice not in NOTICES:
            return ""
        self._cookies.append(self.site.cookie(f"avis-{self.uai}", "", 0))
        return notice


def _known(seen: Seen | None) -> Seen:
    if seen is None:
        raise NotFoundException
    return seen


class SeeOther(HTTPException):
    """The visitor has to be elsewhere: not signed in, or not done choosing a password."""

    status_code = 303

    def __init__(self, location: str) -> None:
        super().__init__(headers={"location": location})


def visit_of(request: WebRequest) -> Visit:
    """Return the visit that a request makes."""
    site: Site = request.app.state.site
    form: Mapping[str, str] = request.scope.get("turbo_form", {})  # type: ignore[assignment]
    return Visit(site, request, request.path_params["uai"], form, site.now())
