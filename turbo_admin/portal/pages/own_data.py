"""« Mes données »: everything stored about the account, as JSON or PDF. By POST, because it is noted in the log."""

from litestar import Response, get, post

from turbo_admin.portal.accounts.links import linked_spaces, links_of
from turbo_admin.portal.accounts.own_data import OwnData, as_json, as_pdf, gather
from turbo_admin.portal.pages.choose import find_password_choice
from turbo_admin.portal.pages.visit import PageResponse, Visit, WebRequest, too_many_tries, visit_of


@get("/mon-compte/mes-donnees", sync_to_thread=True)
def show_own_data(request: WebRequest) -> PageResponse:
    """Show what the files contain, and the two buttons."""
    visit = visit_of(request)
    visit.load()
    visit.session_of("full")
    return visit.page("own_data.html")


@post("/mon-compte/mes-donnees.json", status_code=200, sync_to_thread=True)
def send_json(request: WebRequest) -> Response[bytes]:
    """Send the data as JSON."""
    visit = visit_of(request)
    return _file(as_json(_gather(visit)), "application/json", "mes-donnees.json")


@post("/mon-compte/mes-donnees.pdf", status_code=200, sync_to_thread=True)
def send_pdf(request: WebRequest) -> Response[bytes]:
    """Send the data as PDF."""
    visit = visit_of(request)
    return _file(as_pdf(_gather(visit)), "application/pdf", "mes-donnees.pdf")


def _gather(visit: Visit) -> OwnData:
    # Three transactions: links here, then each other school in its own, then the data.
    with visit.opened() as connection:
        links = links_of(connection, visit.uai, visit.session_of("full").account_id)
    spaces = linked_spaces(visit.site.database, visit.uai, links)
    with visit.opened() as connection:
        session = visit.session_of("full")
        account = find_password_choice(visit, connection, "full").account
        # Throttled: making the PDF is the dearest answer of the site.
        if not visit.allows(connection, "donnees", account.account_id, visit.site.limits.data_of_account):
            raise too_many_tries(
                connection, visit, "donnees", account.account_id, visit.site.limits.data_of_account
            )
        visit.log(connection, account.account_id, "data_sent")
        return gather(
            connection, visit.uai, visit.school.name, account, session, spaces=spaces, now=visit.now
        )


def _file(body: bytes, media_type: str, name: str) -> Response[bytes]:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=media_type, headers=headers)
