"""Mails to the office: in French only, and not in the families' catalogue."""

from turbo_admin.core.credentials.rules import Provisional
from turbo_admin.core.french import moment
from turbo_admin.core.mails.blocks import Block, Letter, Paragraph, Steps
from turbo_admin.core.mails.compose import lay_out
from turbo_admin.core.mails.own import MailSite
from turbo_admin.core.mails.payloads import AlertData, SilenceData


def alert(site: MailSite, data: AlertData, _secret: Provisional | None) -> Letter:
    """`alerte`: a request waits; no name, since the mail may be read by others."""
    blocks: list[Block] = [
        Paragraph("Bonjour,"),
        Paragraph(f"Une demande de création de compte est arrivée le {moment(data.received_at)}."),
        Paragraph(
            "Dans Turbo Admin, appuyez sur « Synchroniser maintenant » pour la voir. D’autres demandes reçues dans"
            " l’heure qui suit ne sont pas annoncées une à une."
        ),
    ]
    return lay_out(site, f"Une demande de compte attend – {site.name}", blocks)


def silence(site: MailSite, data: SilenceData, _secret: Provisional | None) -> Letter:
    """`silence`: nobody has synchronised for too long."""
    blocks: list[Block] = [
        Paragraph("Bonjour,"),
        Paragraph(
            f"La dernière synchronisation de Turbo Admin avec l’Espace Numérique date du {moment(data.last_sync_at)}."
            " Depuis, les demandes des familles ne parviennent plus au bureau, et ce que le bureau prépare ne parvient"
            " plus aux familles. Rien n’est perdu : tout partira à la prochaine synchronisation."
        ),
        Steps(
            [
                "Sur le poste du bureau, ouvrez Turbo Admin et appuyez sur « Synchroniser maintenant ».",
                "Si elle échoue, appuyez sur « Tester la connexion » dans Configuration › Espace numérique : le logiciel"
                " dit ce qui ne va pas, et que faire.",
                "Vérifiez dans Configuration › Planification que la synchronisation de la nuit est installée, et que ce"
                " poste reste allumé.",
            ]
        ),
        Paragraph(
            "Si l’établissement est fermé, indiquez ses fermetures dans Configuration › Espace numérique : ce message"
            " n’est alors plus envoyé."
        ),
    ]
    return lay_out(site, f"Le bureau ne synchronise plus – {site.name}", blocks)
