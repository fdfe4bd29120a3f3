"""« Déconnecter un appareil »: one, all others or all, after the password.

A stolen session must not shut the owner out of the other devices, hence the password. « Se déconnecter » ends only this
session and needs none.
« Se déconnecter ».
"""

from litestar import get, post
from sqlalchemy import Connection

from turbo_admin.core.errors import Refused
from turbo_admin.portal.accounts.links import end_sessions_elsewhere
from turbo_admin.portal.accounts.sessions import Session, end_all_sessions, end_session, list_sessions
from turbo_admin.portal.pages.choose import PasswordChoice
from turbo_admin.portal.pages.link import others_of_browser
from turbo_admin.portal.pages.password_check import FIELD, check_password, lock_verified_account
from turbo_admin.portal.pages.visit import PageResponse, Visit, WebRequest, visit_of

# Form values in place of the token hash of one session.
_OTHERS, _ALL = "autres", "tous"


@get("/mon-compte/appareils", sync_to_thread=True)
def show_devices(request: WebRequest) -> PageResponse:
    """List them, and ask for the password."""
    return _form(visit_of(request), "")


@post("/mon-compte/appareils", status_code=303)
async def end_devices(request: WebRequest) -> PageResponse:
    """Sign out what was chosen."""
    visit = visit_of(request)
    choice, wrong = await check_password(visit)
    if wrong:
        return await visit.in_thread(_form, wrong)
    return await visit.in_thread(_end, choice)


def _end(visit: Visit, choice: PasswordChoice) -> PageResponse:
    # The form names a session by its token's hash, never by the token.
    which = visit.form.get("lesquels", "").replace("\0", "") or "-"
    ended = False
    with visit.opened() as connection:
        proved = lock_verified_account(visit, connection, choice) is not None
        if proved:
            ended = _end_chosen(visit, connection, visit.session_of("full"), which)
    if not proved:
        return _form(visit, str(Refused("password_wrong")))
    # This session ended too, so the page of the account would only redirect.
    if which == _ALL:
        visit.cookies.keep_session("")
        visit.cookies.notify("partout")
        return visit.redirect()
    if ended:
        visit.cookies.notify("autres" if which == _OTHERS else "ferme")
    return visit.redirect("mon-compte")


def _end_chosen(visit: Visit, connection: Connection, session: Session, which: str) -> bool:
    """End sessions here and those they opened at other schools; False when the chosen one does not exist any more."""
    uai, account_id = visit.uai, session.account_id
    if which == _ALL:
        end_all_sessions(connection, uai, account_id)
        end_sessions_elsewhere(connection, uai, account_id)
        visit.log(connection, account_id, "all_ended")
    elif which == _OTHERS:
        end_all_sessions(connection, uai, account_id, but=session.token_hash)
        end_sessions_elsewhere(connection, uai, account_id, but=others_of_browser(visit))
        visit.log(connection, account_id, "others_ended")
    # Only hashes of this account's own sessions count; any other is another family's.
    elif which not in {one.token_hash for one in list_sessions(connection, uai, session, now=visit.now)}:
        return False
    else:
        end_session(connection, uai, account_id, which)
        end_sessions_elsewhere(connection, uai, account_id, opener=which)
        visit.log(connection, account_id, "session_ended")
    return True


def _form(visit: Visit, problem: str) -> PageResponse:
    with visit.opened() as connection:
        sessions = list_sessions(connection, visit.uai, visit.session_of("full"), now=visit.now)
    others = [line for line in sessions if not line.current]
    known = {line.token_hash for line in others} | {_ALL}
    chosen = (visit.form or visit.cookies.typed("mon-compte/appareils")).get("lesquels", "")
    return visit.page(
        "devices.html",
        400 if problem else 200,
        others=others,
        chosen=chosen if chosen in known else _OTHERS if others else _ALL,
        wrong={FIELD: problem} if problem else {},
    )
