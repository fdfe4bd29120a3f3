"""Mentions, données personnelles, accessibilité: the school's own words, or sane ones."""

from litestar import get

from turbo_admin.core.language import _
from turbo_admin.portal.base.legal_texts import ACCESSIBILITY, LEGAL_DEFAULT, PRIVACY_DEFAULT, whole_text
from turbo_admin.portal.pages.visit import PageResponse, WebRequest, visit_of


@get("/mentions", sync_to_thread=True)
def show_legal(request: WebRequest) -> PageResponse:
    """Say who publishes the site, and who hosts it."""
    visit = visit_of(request)
    visit.load()
    own = visit.school.settings.legal_text
    return visit.page(
        "text.html",
        title=_("Mentions légales"),
        text=own or whole_text(LEGAL_DEFAULT, visit.school.name),
        hosted_by=visit.site.config.hosted_by,
        source=True,
    )


@get("/donnees-personnelles", sync_to_thread=True)
def show_privacy(request: WebRequest) -> PageResponse:
    """Say what is kept, why, for how long, and what one may ask."""
    visit = visit_of(request)
    visit.load()
    own = visit.school.settings.privacy_text
    return visit.page(
        "text.html",
        title=_("Données personnelles"),
        text=own or whole_text(PRIVACY_DEFAULT, visit.school.name),
        source=False,
    )


@get("/accessibilite", sync_to_thread=True)
def show_accessibility(request: WebRequest) -> PageResponse:
    """Say how far the site conforms, and where to complain."""
    visit = visit_of(request)
    visit.load()
    return visit.page(
        "text.html", title=_("Accessibilité"), text=whole_text(ACCESSIBILITY, visit.school.name), source=False
    )
