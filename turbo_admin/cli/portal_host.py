"""Parsers of the host's commands: schools, stats, mail, bounces, erase, doctor."""

import argparse
from pathlib import Path

from turbo_admin.cli.portal_options import add_database, add_mail, set_command

_ERASE_HELP = """Efface pour de bon ce que le portail n’a plus à garder. Sans --yes, compte seulement : rien n’est effacé.

Le bureau apprend à sa prochaine synchronisation ce qui a été effacé ici, et ne le renvoie pas."""
_FAMILY_HELP = """Efface les comptes fermés, les demandes et les courriels d’une famille. Sans --yes, compte seulement.

Un compte ouvert se ferme d’abord, par la famille ou par le bureau. Si aucun bureau ne le connaît (sa base est perdue),
--even-open l’efface ouvert, sans attendre que le bureau ait tout entendu ; un bureau qui le connaîtrait malgré tout en
est averti à sa prochaine synchronisation, et ne le renvoie pas."""
_OLD_HELP = """Efface ce qui a plus de douze mois : les demandes, les comptes fermés ou dont tous les hôtes sont sortis, les
hôtes sortis, les courriels partis ou perdus, les clés retirées. Sans --yes, compte seulement."""
_DOCTOR_HELP = """Examine la base, ses cloisons, l’horloge, la file des courriels et leur envoi, le serveur de courriel, le certificat, le serveur
web placé devant, le nom de l’hébergeur, le disque et les bureaux, et dit pour chacun ce qu’il y a à faire. Ne change rien. Se termine par 0 quand rien n’est en panne,
par 3 sinon."""
_BOUNCES_HELP = """Lit ce que les serveurs renvoient quand un courriel n’a pas pu être remis, et le dit au bureau : « rejeté : boîte
inconnue ». Sans --maildir, lit un seul message sur l’entrée standard : c’est ce qu’il faut à un alias du serveur de
courriel (fichier aliases, « |turbo-admin portal bounces … »). Avec --maildir, lit les messages nouveaux et les marque comme lus."""
_TRIAL_HELP = """Envoie tout de suite un courriel d’essai par --mail, puis lit dans le DNS ce que le domaine de --mail-from dit de qui
peut envoyer pour lui. Sans SPF, DKIM et DMARC, les courriels des familles finissent dans les indésirables. Se termine
par 0 quand rien n’est en panne, par 3 sinon."""


def register(portal: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the host's commands to « portal »."""
    schools = portal.add_parser("schools", help="liste les établissements", description=(
        "Une ligne par établissement : liaison, dernière synchronisation, comptes, demandes et courriels en attente."
    ))  # fmt: skip
    set_command(schools, "schools:list_schools")
    stats = portal.add_parser("stats", help="ce qui s’est passé, en nombres", description=(
        "Demandes, comptes et courriels des derniers jours, par établissement ; aucune donnée de famille."
    ))  # fmt: skip
    stats.add_argument("--days", metavar="N", type=_days, default=30, help="nombre de jours (30)")
    set_command(stats, "schools:show_stats")
    for one in (schools, stats):
        one.add_argument("--json", action="store_true", help="une ligne JSON par établissement, heures UTC")
        add_database(one, "adresse du rôle turbo_owner")
    doctor = portal.add_parser("doctor", help="dit ce qui va et ce qui ne va pas", description=_DOCTOR_HELP)
    add_database(doctor, "adresse du rôle turbo_owner")
    add_mail(doctor)
    doctor.add_argument("--json", action="store_true", help="une ligne JSON par partie")
    set_command(doctor, "health:doctor")
    bounces = portal.add_parser(
        "bounces", help="lit les courriels revenus à l’expéditeur", description=_BOUNCES_HELP
    )
    bounces.add_argument(
        "--maildir", metavar="DOSSIER", type=Path, help="boîte des retours, au format Maildir"
    )
    add_database(bounces, "adresse du rôle turbo_worker")
    set_command(bounces, "mails:read_bounces")
    _register_mail(portal)
    _register_erase(portal)


def _register_mail(portal: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    family = portal.add_parser("mail", help="file des courriels : voir, renvoyer", description=(
        "Les courriels en attente et ceux qui ne sont pas arrivés. Les adresses n’y figurent pas, leur domaine seulement."
    ))  # fmt: skip
    mail = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    listed = mail.add_parser("list", help="liste les courriels en attente ou en échec")
    which = listed.add_mutually_exclusive_group()
    which.add_argument(
        "--failed", action="store_const", dest="which", const="failed", help="les échecs seulement"
    )
    which.add_argument(
        "--waiting", action="store_const", dest="which", const="waiting", help="ceux qui attendent"
    )
    which.add_argument(
        "--all", action="store_const", dest="which", const="all", help="les courriels partis aussi"
    )
    listed.add_argument("--json", action="store_true", help="une ligne JSON par courriel, heures UTC")
    # Empty: waiting and failed ones, which are what a host looks for.
    listed.set_defaults(which="")
    set_command(listed, "mails:list_mails")
    again = mail.add_parser("resend", help="fait repartir un courriel, ou tous ceux en échec", description=(
        "Un courriel dont le mot de passe a été effacé ne repart pas : c’est au bureau d’en émettre un nouveau."
    ))  # fmt: skip
    what = again.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "mail_id", metavar="COURRIEL", nargs="?", default="", help="identifiant donné par « mail list »"
    )
    what.add_argument("--failed", action="store_true", help="tous ceux en échec")
    set_command(again, "mails:resend_mails")
    mail_test = mail.add_parser(
        "test", help="envoie un courriel d’essai, et lit SPF, DKIM et DMARC", description=_TRIAL_HELP
    )
    mail_test.add_argument("to", metavar="ADRESSE", help="où envoyer l’essai")
    mail_test.add_argument(
        "--dkim-selector", metavar="NOM", default="", help="sélecteur DKIM du serveur de courriel"
    )
    mail_test.add_argument(
        "--resolver", metavar="IP[:PORT]", default="", help="serveur DNS (celui du système)"
    )
    mail_test.add_argument("--json", action="store_true", help="une ligne JSON par partie")
    add_mail(mail_test)
    set_command(mail_test, "mails:try_mail")
    for one in (listed, again):
        one.add_argument("--school", metavar="UAI", default="", help="un seul établissement (tous)")
        add_database(one, "adresse du rôle turbo_owner")


def _register_erase(portal: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    family = portal.add_parser(
        "erase", help="efface une famille, une école, ce qui est ancien", description=_ERASE_HELP
    )
    erase = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    old = erase.add_parser(
        "old", help="ce que la règle de conservation n’autorise plus", description=_OLD_HELP
    )
    old.add_argument("--school", metavar="UAI", default="", help="un seul établissement (tous)")
    old.add_argument(
        "--year",
        metavar="AAAA-AAAA",
        default="",
        help="seulement ce qui s’est terminé avec cette année scolaire",
    )
    set_command(old, "erasing:erase_old")
    one_family = erase.add_parser(
        "family", help="les comptes fermés, demandes et courriels d’une famille", description=_FAMILY_HELP
    )
    one_family.add_argument(
        "--even-open", action="store_true", help="efface aussi un compte ouvert, qu’aucun bureau ne connaît"
    )
    one_family.add_argument("uai", metavar="UAI", help="établissement")
    one_family.add_argument("who", metavar="QUI", help="identifiant ou adresse e-mail")
    set_command(one_family, "erasing:erase_family")
    school = erase.add_parser("school", help="un établissement et tout ce qu’il a")
    school.add_argument("uai", metavar="UAI", help="établissement")
    set_command(school, "erasing:erase_school")
    for one in (old, one_family, school):
        # Not the default: erasing cannot be undone.
        one.add_argument("--yes", action="store_true", help="efface vraiment")
        add_database(one, "adresse du rôle turbo_owner")


def _days(typed: str) -> int:
    number = int(typed)
    # Ten years: more than the portal keeps, and far from an overflow of dates.
    if not 1 <= number <= 3660:
        raise argparse.ArgumentTypeError(f"{typed} : un nombre de jours est attendu")
    return number
