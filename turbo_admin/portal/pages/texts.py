"""Mentions légales, données personnelles, accessibilité: the school's own texts, or the standard ones."""

from litestar import get

from turbo_admin.core.language import _
from turbo_admin.portal.base.legal_texts import ACCESSIBILITY, LEGAL_DEFAULT, PRIVACY_DEFAULT, whole_text
from turbo_admin.portal.pages.visit import PageResponse, WebRequest, visit_of


@get("/mentions", sync_to_thread=True)
def show_legal(request: WebRequest) -> PageResponse:
    """Show who publishes and hosts the site."""
    visit = visit_of(request)
    visit.load()
    own = visit.school.settings.legal_text
    return visit.page(
        "text.html",
        title=_("Mentions légales"),
        text=own or whole_text(LEGAL_DEFAULT, visit.school.name),
        hosted_by=visit.site.config.hosted_by,
        # The link to the program's source, which the AGPL asks for, stands on this page.
        source=True,
    )


@get("/donnees-personnelles", sync_to_thread=True)
def show_privacy(request: WebRequest) -> PageResponse:
    """Show what is stored, why and how long, and the families' rights."""
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
    """Show how far the site conforms to RGAA, and where to complain."""
    visit = visit_of(request)
    visit.load()
    return visit.page(
        "text.html", title=_("Accessibilité"), text=whole_text(ACCESSIBILITY, visit.school.name), source=False
    )
