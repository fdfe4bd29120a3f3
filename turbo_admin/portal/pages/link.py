"""« Relier mes espaces »: joins a family's accounts at several schools under one sign-in, and undoes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from litestar import post

from turbo_admin.core.credentials.rules import hash_token
from turbo_admin.portal.accounts.links import (
    AccountLink,
    LinkedSpace,
    OpenSpace,
    end_links,
    end_opened,
    is_fresh,
    join,
    linked_spaces,
    open_linked,
)
from turbo_admin.portal.accounts.sessions import end_session, find_session
from turbo_admin.portal.pages.access_log import note
from turbo_admin.portal.pages.cookies import MOST_SCHOOLS
from turbo_admin.portal.pages.visit import PageResponse, Visit, WebRequest, visit_of
from turbo_admin.portal.schools.registry import find_school


@dataclass(frozen=True, slots=True)
class Spaces:
    """The other schools of an account, as its page shows them.

    Attributes:
        apart: open in this browser and not joined.
        ready: whether the passwords of some were typed lately enough to join them.
    """

    linked_spaces: list[LinkedSpace]
    apart: list[OpenSpace]
    ready: bool


@post("/mon-compte/relier", status_code=303, sync_to_thread=True)
def link_spaces(request: WebRequest) -> PageResponse:
    """Join the spaces whose own passwords were typed in this browser within the last minutes."""
    visit = visit_of(request)
    with visit.opened() as connection:
        session = visit.session_of("full")
        fresh = is_fresh(connection, visit.uai, session, now=visit.now)
        mine = OpenSpace(visit.uai, visit.school.name, session, fresh)
    proved = [one for one in (mine, *other_spaces(visit)) if one.fresh]
    # At least two: this one and another.
    if mine.fresh and len(proved) > 1:
        for first, second in combinations(proved, 2):
            join(visit.site.database, first, second, now=visit.now)
        note(visit, "linked", session.account_id, schools=str(len(proved)))
        visit.cookies.notify("relies")
    else:
        visit.cookies.notify("pas-relies")
    return visit.redirect("mon-compte")


@post("/mon-compte/ne-plus-relier", status_code=303, sync_to_thread=True)
def unlink_spaces(request: WebRequest) -> PageResponse:
    """End this account's links, and the sessions here that other schools' passwords opened."""
    visit = visit_of(request)
    with visit.opened() as connection:
        session = visit.session_of("full")
        if end_links(connection, visit.uai, session.account_id):
            end_opened(connection, visit.uai, session.account_id, but=session.token_hash)
            visit.log(connection, session.account_id, "unlinked")
            note(visit, "unlinked", session.account_id)
    visit.cookies.notify("plus-relies")
    return visit.redirect("mon-compte")


def see_spaces(visit: Visit, links: Sequence[AccountLink], *, fresh: bool) -> Spaces:
    """Return the spaces an account is joined to, and those it could be.

    Args:
        fresh: whether its own password was typed lately.
    """
    held = linked_spaces(visit.site.database, visit.uai, links)
    known = {one.uai for one in held}
    apart = [one for one in other_spaces(visit) if one.uai not in known]
    return Spaces(held, apart, fresh and any(one.fresh for one in apart))


def others_of_browser(visit: Visit) -> tuple[str, ...]:
    """Return the token hashes of the sessions that this browser sent for other schools."""
    return tuple(hash_token(token) for _, token in visit.cookies.other_sessions())


def other_spaces(visit: Visit) -> list[OpenSpace]:
    """Return the spaces of other schools open in this browser; each school is read in its own transaction."""
    found = []
    for uai, token in visit.cookies.other_sessions():
        with visit.site.database.school(uai) as connection:
            school = find_school(connection, uai)
            session = find_session(connection, uai, token, now=visit.now) if school else None
            if school and session and session.kind == "full":
                fresh = is_fresh(connection, uai, session, now=visit.now)
                found.append(OpenSpace(uai, school.name, session, fresh))
    return found


def open_others(visit: Visit, links: Sequence[AccountLink], opener: str) -> None:
    """Open sessions at the schools joined to the one just signed in to; they replace this browser's former ones.

    Args:
        opener: the token hash of the session that was just opened.
    """
    held = dict(visit.cookies.other_sessions())
    # As many as cookies are read for: more could not be signed out again.
    for link in links[:MOST_SCHOOLS]:
        with visit.site.database.school(link.uai) as connection:
            token = open_linked(
                connection, link.uai, link, visit.uai, opener=opener, agent=visit.agent, now=visit.now
            )
            former = find_session(connection, link.uai, held.get(link.uai, ""), now=visit.now)
            # The former session loses its cookie, and would stay open unseen.
            if token and former:
                end_session(connection, link.uai, former.account_id, former.token_hash)
        if token:
            visit.cookies.keep_session(token, link.uai)
