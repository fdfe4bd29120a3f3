"""One request to a page of a school: its school, session, cookies and the answer."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

from anyio import to_thread
from litestar import Request, Response
from litestar.datastructures.state import State
from litestar.exceptions import NotFoundException
from markupsafe import Markup
from sqlalchemy import Connection

from turbo_admin.core import language
from turbo_admin.core.credentials.rules import PARIS
from turbo_admin.portal.accounts.access import Account, read_account
from turbo_admin.portal.accounts.own_log import log_activity
from turbo_admin.portal.accounts.page_query import PageContext, read_page_context, read_page_context_within
from turbo_admin.portal.accounts.sessions import Session, SessionKind, is_in_force
from turbo_admin.portal.base.csrf import Csrf
from turbo_admin.portal.base.error_texts import too_many_tries_words
from turbo_admin.portal.base.throttle import Limit, address_group, bucket, seconds_left, take
from turbo_admin.portal.pages.cookies import VisitCookies
from turbo_admin.portal.pages.http_errors import SeeOther, TooManyTries
from turbo_admin.portal.pages.raw_response import RawResponse
from turbo_admin.portal.pages.return_page import KEPT_FIELDS, return_page
from turbo_admin.portal.pages.site_context import SiteContext
from turbo_admin.portal.schools.registry import PortalSchool

# Characters of a field that are kept while its visitor signs in again.
_KEPT_LENGTH = 254
T = TypeVar("T")
WebRequest: TypeAlias = Request[Any, Any, State]
PageResponse: TypeAlias = Response[str] | Response[bytes]

# Placeholder of the CSRF token in cached pages. Random, so that no school's text can contain it.
_TOKEN_PLACEHOLDER = secrets.token_hex(32).encode()


@dataclass(slots=True)
class Visit:
    """One request to a page of a school.

    Attributes:
        uai: in capitals; whether the school exists is known after `opened` or `load`.
        form: the fields posted, by name; empty for GET.
        cookies: those sent and those given back.
        session: the valid one, after `opened` or `load`; None without.
    """

    site: SiteContext
    request: WebRequest
    uai: str
    form: Mapping[str, str]
    now: datetime
    cookies: VisitCookies
    session: Session | None = None
    _school: PortalSchool | None = None
    _common: bool = False

    @property
    def school(self) -> PortalSchool:
        """The school, known once the visit is opened."""
        if self._school is None:
            raise NotFoundException
        return self._school

    @property
    def address(self) -> str:
        """The network address as throttles count it (an IPv6 network counts as one)."""
        client = self.request.client
        return address_group(client.host if client else "")

    @contextmanager
    def opened(self) -> Iterator[Connection]:
        """Open one transaction of the school, and find the school and the session.

        Raises:
            NotFoundException: there is no such school.
            Unreachable: the database does not answer.
        """
        token = self.cookies.session()

        def begin(connection: Connection) -> PageContext | None:
            return read_page_context_within(connection, self.uai, token, now=self.now)

        with self.site.database.begun(begin) as (connection, found_context):
            self._school, self.session = _known(found_context).school, _known(found_context).session
            yield connection

    def load(self, *, diners: bool = False) -> PageContext:
        """Find the school and the session, for a page that only reads: one statement, no open transaction.

        Args:
            diners: whether to read the diners of a signed-in family.

        Raises:
            NotFoundException: there is no such school.
            Unreachable: the database does not answer.
        """
        token = self.cookies.session()
        found_context = _known(
            read_page_context(self.site.database, self.uai, token, now=self.now, diners=diners)
        )
        self._school, self.session = found_context.school, found_context.session
        return found_context

    async def in_thread(self, work: Callable[..., T], *arguments: object) -> T:
        """Run blocking work on a worker thread."""
        return await to_thread.run_sync(work, self, *arguments, limiter=self.site.threads)

    def allows(self, connection: Connection, purpose: str, who: str, limit: Limit) -> bool:
        """Count one try of a name or address in the bucket of a purpose; return whether it is allowed."""
        return take(connection, self.uai, bucket(purpose, who), limit, now=self.now)

    def log(self, connection: Connection, account_id: str, what: str) -> None:
        """Write a line of an account's own log, with the device.

        Args:
            what: a key of `activity_texts.ACTIVITY_TEXTS`.
        """
        log_activity(connection, self.uai, account_id, what, now=self.now, agent=self.agent)

    @property
    def agent(self) -> str:
        """The User-Agent header, empty for none."""
        return self.request.headers.get("user-agent", "")

    def session_of(self, kind: SessionKind) -> Session:
        """Return the session if it is of that kind.

        Raises:
            SeeOther: to the sign-in page, which leads back, or to the page for this kind of session.
        """
        if self.session is None:
            raise self._to_sign_in()
        if self.session.kind != kind:
            raise SeeOther(self.path("mon-espace" if self.session.kind == "full" else "choisir-mot-de-passe"))
        return self.session

    def lock_account(self, connection: Connection, kind: SessionKind) -> Account:
        """Lock the account of the session of that kind, then check again what was checked before the lock was held.

        The office may have blocked or closed the account, or another device ended the session, while this transaction
        waited for the lock.

        Raises:
            SeeOther: to the sign-in page.
        """
        session = self.session_of(kind)
        account = read_account(connection, self.uai, session.account_id, lock=True)
        if account is None or not is_in_force(connection, self.uai, session, now=self.now):
            raise self._to_sign_in()
        return account

    def _to_sign_in(self) -> SeeOther:
        """Return what to raise without a session: the sign-in page leads back here, where what was typed is kept."""
        page = return_page(str(self.request.scope["path"]).removeprefix(self.path()).strip("/"))
        fields = {name: self.form[name][:_KEPT_LENGTH] for name in KEPT_FIELDS if self.form.get(name)}
        if fields:
            self.cookies.keep_typed(page, fields)
        return SeeOther(self.path("connexion") + (f"?suite={page}" if page else ""), self.cookies.lines)

    def path(self, rest: str = "") -> str:
        """Return the path of a page of this school."""
        return f"/e/{self.uai}/{rest}" if rest else f"/e/{self.uai}"

    def page(self, template: str, status: int = 200, **context: object) -> PageResponse:
        """Render a page of this school; an error page does not consume the notice of an earlier success."""
        notice = self.cookies.take_notice() if status < 400 else ""
        return RawResponse(self._write(template, notice, context), status, self.cookies.lines)

    def shared_page(self, template: str, **context: object) -> PageResponse:
        """Render a page that is the same for all visitors without a session, from the cache if possible.

        It depends on the school, the day in Paris and the context alone, and its forms hold nothing of the visitor's.
        """
        notice = self.cookies.take_notice()
        # A notice or a session makes the page this visitor's own: not cached.
        if self.session is not None or notice:
            return RawResponse(self._write(template, notice, context), 200, self.cookies.lines)
        name = template, self.uai, language.current().code
        # The day, because closures are shown until their last day.
        basis = self.school, self.now.astimezone(PARIS).date(), context
        body = self.site.page_cache.page(name, basis, lambda: self._write_common(template, context))
        # Each visitor's own token, put into the bytes of the shared page.
        if _TOKEN_PLACEHOLDER in body:
            body = body.replace(_TOKEN_PLACEHOLDER, self.cookies.form_token().encode())
        return RawResponse(body, 200, self.cookies.lines)

    def redirect(self, rest: str = "") -> PageResponse:
        """Send the browser to another page of this school, by GET."""
        return RawResponse(b"", 303, self.cookies.lines, self.path(rest))

    def csrf_field(self) -> Markup:
        """Return the hidden field of a form."""
        token = _TOKEN_PLACEHOLDER.decode() if self._common else self.cookies.form_token()
        return Markup('<input type="hidden" name="{}" value="{}">').format(Csrf.FIELD, token)

    def _write_common(self, template: str, context: Mapping[str, object]) -> bytes:
        self._common = True
        try:
            return self._write(template, "", context)
        finally:
            self._common = False

    def _write(self, template: str, notice: str, context: Mapping[str, object]) -> bytes:
        values = {"visit": self, "school": self.school, "settings": self.school.settings, "now": self.now}
        return self.site.templates.render(template, **values, notice=notice, **context).encode()


def _known(found_context: PageContext | None) -> PageContext:
    if found_context is None:
        raise NotFoundException
    return found_context


def too_many_tries(
    connection: Connection, visit: Visit, purpose: str, who: str, limit: Limit
) -> TooManyTries:
    """Return what to raise when `Visit.allows` has refused.

    Args:
        purpose: a key of `error_texts.TOO_MANY_TRIES`; otherwise as for `Visit.allows`.
    """
    wait = seconds_left(connection, visit.uai, bucket(purpose, who), limit, now=visit.now)
    return TooManyTries(too_many_tries_words(purpose, wait), wait)


def visit_of(request: WebRequest) -> Visit:
    """Return the visit of a request."""
    site: SiteContext = request.app.state.site
    # Put there by `guard`, which has read and checked the body.
    form: Mapping[str, str] = request.scope.get("turbo_form", {})  # type: ignore[assignment]
    uai, secure = request.path_params["uai"], site.config.secure
    cookies = VisitCookies(request.cookies, uai, secure=secure, csrf=site.csrf, device=site.device)
    return Visit(site, request, uai, form, site.now(), cookies)
