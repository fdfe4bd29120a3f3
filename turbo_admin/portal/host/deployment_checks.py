"""Health checks of the reverse proxy, and of the host named in the legal notice."""

from datetime import UTC

from turbo_admin.core.french import NBSP
from turbo_admin.portal.base.health import ATTENTION, OK, HealthFinding
from turbo_admin.portal.web.deployment import Deployment


def check_web_server(deployment: Deployment) -> HealthFinding:
    """Check that the web server in front names each visitor's address, which the throttles count by."""
    part = "serveur web devant"
    if not deployment.public_url.startswith("https://"):
        return HealthFinding(part, OK, "aucun, le portail n’est servi qu’à cette machine")
    if deployment.proxies is None:
        return HealthFinding(part, ATTENTION, f"pas encore connu{NBSP}: relancez « portal serve »")
    if not deployment.proxies:
        return HealthFinding(
            part,
            ATTENTION,
            f"le portail prend tous les visiteurs pour un seul{NBSP}: les essais manqués de l’un arrêtent les autres."
            " Donnez à « portal serve » l’adresse du serveur web par --trusted-proxy (127.0.0.1 s’il est sur cette"
            " machine), et faites-lui écrire X-Forwarded-For",
        )
    if deployment.unnamed_at is None:
        return HealthFinding(
            part, OK, f"{', '.join(deployment.proxies)}, cru{NBSP}; rien à redire depuis le dernier démarrage"
        )
    when = f"le {deployment.unnamed_at.astimezone(UTC):%d/%m/%Y à %H:%M} UTC"
    if not deployment.unnamed_by:
        return HealthFinding(
            part,
            ATTENTION,
            f"{when}, une demande est venue d’un serveur web que --trusted-proxy ne nomme pas{NBSP}: tous ses visiteurs"
            f" sont pris pour un seul. Nommez-le, puis relancez « portal serve »{NBSP}; s’il n’y en a pas d’autre, quelqu’un"
            " atteint le portail sans passer par lui, fermez-en le port",
        )
    return HealthFinding(
        part,
        ATTENTION,
        f"{when}, {deployment.unnamed_by} a transmis une demande sans l’adresse du visiteur{NBSP}: tous sont pris pour un"
        f" seul, et les essais manqués de l’un arrêtent les autres. Faites-lui écrire X-Forwarded-For (nginx{NBSP}:"
        " proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for), puis relancez « portal serve »",
    )


def check_host_named(deployment: Deployment) -> HealthFinding:
    """Check that the legal notice names the host."""
    part = "hébergeur"
    if not deployment.hosted_by:
        return HealthFinding(
            part,
            ATTENTION,
            f"« Mentions légales » ne nomme pas l’hébergeur, comme la loi le demande{NBSP}: donnez à « portal serve »"
            " son nom, son adresse et son téléphone par --hosted-by",
        )
    return HealthFinding(part, OK, f"« Mentions légales » le nomme{NBSP}: {deployment.hosted_by}")
