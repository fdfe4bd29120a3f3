"""The host's access log: sign-ins and refusals by id and reason, without names, addresses or secrets."""

import structlog

from turbo_admin.portal.pages.visit import Visit, WebRequest

_log = structlog.get_logger("turbo_admin.portal")


def note(visit: Visit, what: str, account_id: str = "", **more: str) -> None:
    """Write a line about a visit.

    Args:
        what: `signed_in`, `sign_in_refused`, `password_refused`, `link_refused`, …
        account_id: empty when there is none, or none is known by that name.
    """
    request_id = str(visit.request.scope.get("request_id", ""))
    _log.info(what, uai=visit.uai, account_id=account_id, request_id=request_id, **more)


def note_refusal(request: WebRequest, status: int) -> None:
    """Write a line about a request that was refused; of its path the pattern only, since a path may hold a token."""
    scope = request.scope
    route, request_id = scope.get("path_template", ""), scope.get("request_id", "")
    _log.info("refused", status=status, method=request.method, route=route, request_id=request_id)
