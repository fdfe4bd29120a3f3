"""« Historique »: the account's own log, latest first, in pages."""

from litestar import get

from turbo_admin.portal.accounts.own_log import activity_lines
from turbo_admin.portal.pages.visit import PageResponse, WebRequest, visit_of

_A_PAGE = 50
# The log is kept for twelve months: about seven pages of daily sign-ins.
_LAST_PAGE = 99


@get("/historique", sync_to_thread=True)
def show_history(request: WebRequest) -> PageResponse:
    """Show a page of it."""
    visit = visit_of(request)
    number = _page_number(request.query_params.get("page", ""))
    with visit.opened() as connection:
        session = visit.session_of("full")
        skip = (number - 1) * _A_PAGE
        # One more than shown says whether there is a next page, without a count.
        lines = activity_lines(connection, visit.uai, session.account_id, limit=_A_PAGE + 1, skip=skip)
        return visit.page(
            "history.html",
            lines=lines[:_A_PAGE],
            number=number,
            more=len(lines) > _A_PAGE and number < _LAST_PAGE,
        )


def _page_number(typed: str) -> int:
    # Anything but one or two ASCII digits is page 1: `isdigit` alone accepts other scripts.
    known = typed.isascii() and typed.isdigit() and len(typed) <= 2
    return min(max(int(typed), 1), _LAST_PAGE) if known else 1
