"""The host's commands: schools, stats, mail, erase, doctor."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from turbo_admin.cli.portal_options import add_database, add_mail, data_folder, mail_options, paris

if TYPE_CHECKING:
    from turbo_admin.portal.base.database import PortalDatabase
    from turbo_admin.portal.base.health import HealthFinding
    from turbo_admin.portal.mail.queue_admin import MailFilter

_ERASE_HELP = """Efface pour de bon ce que le portail n’a plus à garder. Sans --yes, compte seulement : rien n’est effacé.

Le bureau garde la liste des comptes : effacez aussi chez lui, sinon « Tout renvoyer » ramène ce qu’il a gardé."""
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
_FAILED_CODE = 3
# What a mail server understands as « keep it and give it to me again ».
_TRY_AGAIN_CODE = 75

_OUTCOMES = {
    "failed": "rejetés",
    "late": "en retard",
    "not a bounce": "autres messages",
    "unknown": "inconnus",
}
_PASTE = "Collez le message revenu, en-têtes compris, puis terminez par Entrée et Ctrl+D."
_UNDERSTOOD = {
    "failed": "Courriel rejeté : le bureau l’apprendra à sa prochaine synchronisation.",
    "late": "Courriel en retard : son serveur essaie encore, rien n’est changé.",
    "not a bounce": "Aucun avis de non-remise n’a été reconnu dans ce message : rien n’est changé.",
    "unknown": "Avis de non-remise d’un courriel qui n’est pas de ce portail, ou déjà connu : rien n’est changé.",
}


def register(portal: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the host's commands to « portal »."""
    schools = portal.add_parser("schools", help="liste les établissements", description=(
        "Une ligne par établissement : liaison, dernière synchronisation, comptes, demandes et courriels en attente."
    ))  # fmt: skip
    schools.set_defaults(run=_schools)
    stats = portal.add_parser("stats", help="ce qui s’est passé, en nombres", description=(
        "Demandes, comptes et courriels des derniers jours, par établissement ; aucune donnée de famille."
    ))  # fmt: skip
    stats.add_argument("--days", metavar="N", type=_days, default=30, help="nombre de jours (30)")
    stats.set_defaults(run=_stats)
    for one in (schools, stats):
        one.add_argument("--json", action="store_true", help="une ligne JSON par établissement, heures UTC")
        add_database(one, "adresse du rôle turbo_owner")
    doctor = portal.add_parser("doctor", help="dit ce qui va et ce qui ne va pas", description=_DOCTOR_HELP)
    add_database(doctor, "adresse du rôle turbo_owner")
    add_mail(doctor)
    doctor.add_argument("--json", action="store_true", help="une ligne JSON par partie")
    doctor.set_defaults(run=_doctor)
    bounces = portal.add_parser(
        "bounces", help="lit les courriels revenus à l’expéditeur", description=_BOUNCES_HELP
    )
    bounces.add_argument(
        "--maildir", metavar="DOSSIER", type=Path, help="boîte des retours, au format Maildir"
    )
    add_database(bounces, "adresse du rôle turbo_worker")
    bounces.set_defaults(run=_bounces)
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
    listed.set_defaults(run=_list_mail, which="")
    again = mail.add_parser("resend", help="fait repartir un courriel, ou tous ceux en échec", description=(
        "Un courriel dont le mot de passe a été effacé ne repart pas : c’est au bureau d’en émettre un nouveau."
    ))  # fmt: skip
    what = again.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "mail_id", metavar="COURRIEL", nargs="?", default="", help="identifiant donné par « mail list »"
    )
    what.add_argument("--failed", action="store_true", help="tous ceux en échec")
    again.set_defaults(run=_resend)
    trial = mail.add_parser(
        "test", help="envoie un courriel d’essai, et lit SPF, DKIM et DMARC", description=_TRIAL_HELP
    )
    trial.add_argument("to", metavar="ADRESSE", help="où envoyer l’essai")
    trial.add_argument(
        "--dkim-selector", metavar="NOM", default="", help="sélecteur DKIM du serveur de courriel"
    )
    trial.add_argument("--resolver", metavar="IP[:PORT]", default="", help="serveur DNS (celui du système)")
    trial.add_argument("--json", action="store_true", help="une ligne JSON par partie")
    add_mail(trial)
    trial.set_defaults(run=_try_mail)
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
    old.set_defaults(run=_erase_old)
    one_family = erase.add_parser("family", help="les comptes fermés, demandes et courriels d’une famille")
    one_family.add_argument("uai", metavar="UAI", help="établissement")
    one_family.add_argument("who", metavar="QUI", help="identifiant ou adresse e-mail")
    one_family.set_defaults(run=_erase_family)
    school = erase.add_parser("school", help="un établissement et tout ce qu’il a")
    school.add_argument("uai", metavar="UAI", help="établissement")
    school.set_defaults(run=_erase_school)
    for one in (old, one_family, school):
        one.add_argument("--yes", action="store_true", help="efface vraiment")
        add_database(one, "adresse du rôle turbo_owner")


@contextmanager
def _owner(options: argparse.Namespace) -> Iterator["PortalDatabase"]:
    from turbo_admin.portal.host.serve import owner_database

    with owner_database(data_folder(options), options.database) as database:
        yield database


def _schools(options: argparse.Namespace) -> int:
    from turbo_admin.core.french import count
    from turbo_admin.portal.schools.overview import school_lines

    with _owner(options) as database:
        lines = school_lines(database)
    if options.json:
        return _json(lines)
    for one in lines:
        synced = f"synchronisé {paris(one.last_sync)}" if one.last_sync else "jamais synchronisé"
        print(
            f"{one.uai}  {one.name:30}  {'relié' if one.paired else 'à relier':8}"
            f"  {count(one.workstations, 'poste')}  {synced:28}  {count(one.diners, 'hôte')}"
            f"  {count(one.accounts, 'compte')}  {count(one.requests, 'demande')} en attente"
            f"  courriels : {one.mails_waiting} en attente, {one.mails_failed} en échec"
        )
    return 0


def _stats(options: argparse.Namespace) -> int:
    from turbo_admin.core.french import count
    from turbo_admin.portal.schools.overview import school_stats

    with _owner(options) as database:
        lines = school_stats(database, options.days)
    if options.json:
        return _json(lines)
    for one in lines:
        print(
            f"{one.uai}  {count(one.requests, 'demande')}"
            f" ({count(one.issued, 'acceptée')}, {count(one.refused, 'refusée')})"
            f"  comptes : {count(one.accounts_made, 'ouvert')}, {count(one.accounts_used, 'utilisé')}"
            f"  courriels : {count(one.mails_sent, 'parti')}, {one.mails_failed} en échec"
        )
    return 0


def _list_mail(options: argparse.Namespace) -> int:
    from turbo_admin.core.french import count
    from turbo_admin.portal.mail.queue_admin import mail_lines, queue_trouble

    with _owner(options) as database:
        wanted: list[MailFilter] = [options.which] if options.which else ["waiting", "failed"]
        lines = [line for which in wanted for line in mail_lines(database, which, options.school)]
        queue = queue_trouble(database)
    if queue:
        print(queue, file=sys.stderr if options.json else sys.stdout)
    if options.json:
        return _json(lines)
    words = {
        "queued": "en attente",
        "sending": "en cours",
        "retry": "à réessayer",
        "failed": "échec",
        "sent": "parti",
    }
    for one in lines:
        print(
            f"{one.mail_id}  {one.uai}  {one.kind:12}  {words[one.state]:11}  @{one.domain:24}"
            f"  du {paris(one.created)}  {count(one.attempts, 'essai')}  {one.reason}".rstrip()
        )
    return 0


def _resend(options: argparse.Namespace) -> int:
    from turbo_admin.core.french import count
    from turbo_admin.portal.mail.queue_admin import resend, resend_failed

    with _owner(options) as database:
        if not options.failed:
            resend(database, options.mail_id)
            return 0
        gone, kept = resend_failed(database, options.school)
    print(gone)
    if kept:
        print(
            f"{count(kept, 'courriel portait', 'courriels portaient')} un mot de passe, effacé depuis : c’est au bureau d’en émettre un nouveau.",
            file=sys.stderr,
        )
    return 0


def _bounces(options: argparse.Namespace) -> int:
    from turbo_admin.core.errors import Unreachable
    from turbo_admin.portal.host.serve import worker_database
    from turbo_admin.portal.mail.bounces import LONGEST, process_bounce, read_maildir

    try:
        with worker_database(data_folder(options), options.database) as database:
            if not options.maildir:
                by_hand = sys.stdin.isatty()
                if by_hand:
                    print(_PASTE, file=sys.stderr)
                outcome = process_bounce(database, sys.stdin.buffer.read(LONGEST))
                # A mail server is told nothing of what went well: some take any word for a failure.
                if by_hand or outcome in {"not a bounce", "unknown"}:
                    print(_UNDERSTOOD[outcome], file=sys.stderr)
                return 0
            found = read_maildir(database, options.maildir)
    except Unreachable as error:
        if options.maildir:
            raise
        print(error, file=sys.stderr)
        return _TRY_AGAIN_CODE
    print(_counted(Counter({_OUTCOMES[one]: number for one, number in found.items()})))
    return 0


def _erase_old(options: argparse.Namespace) -> int:
    from turbo_admin.portal.host.erasing import erase_old

    with _owner(options) as database:
        found = erase_old(database, options.school, year=options.year, really=options.yes)
    for uai, counted in found.items():
        print(f"{uai}  {_counted(counted)}")
    return _told(options)


def _erase_family(options: argparse.Namespace) -> int:
    from turbo_admin.core.uai import parse_uai
    from turbo_admin.portal.host.erasing import erase_family

    with _owner(options) as database:
        print(_counted(erase_family(database, parse_uai(options.uai), options.who, really=options.yes)))
    return _told(options)


def _erase_school(options: argparse.Namespace) -> int:
    from turbo_admin.core.uai import parse_uai
    from turbo_admin.portal.host.erasing import erase_school

    with _owner(options) as database:
        print(_counted(erase_school(database, parse_uai(options.uai), really=options.yes)))
    return _told(options)


def _counted(found: "Counter[str]") -> str:
    return ", ".join(f"{what} : {number}" for what, number in found.items()) or "rien"


def _told(options: argparse.Namespace) -> int:
    if not options.yes:
        print("Rien n’a été effacé : ajoutez --yes pour effacer.", file=sys.stderr)
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from turbo_admin.portal.host.doctor import ExaminedPortal, examine
    from turbo_admin.portal.mail.transport import open_transport

    mail = mail_options(options)
    transport = open_transport(mail.url, mail.password) if mail.url else None
    with _owner(options) as database:
        findings = list(examine(ExaminedPortal(database, Path(data_folder(options)), transport)))
    return _show(findings, as_json=options.json)


def _try_mail(options: argparse.Namespace) -> int:
    from turbo_admin.core.emails import parse_email
    from turbo_admin.core.errors import Refused
    from turbo_admin.portal.mail.selftest import MailTest, run_mail_test
    from turbo_admin.portal.mail.transport import open_transport

    mail = mail_options(options)
    if not mail.url or not mail.sender:
        raise Refused("mail_trial_incomplete")
    transport = open_transport(mail.url, mail.password)
    trial = MailTest(transport, mail.sender, parse_email(options.to), options.dkim_selector, options.resolver)
    return _show(list(run_mail_test(trial)), as_json=options.json)


def _show(findings: "list[HealthFinding]", *, as_json: bool) -> int:
    if as_json:
        _json(findings)
    else:
        for one in findings:
            print(f"{one.part:24}  {one.state:9}  {one.says}")
    return _FAILED_CODE if any(one.state == "en panne" for one in findings) else 0


def _json(lines: Iterable[Any]) -> int:
    for line in lines:
        sys.stdout.write(json.dumps(asdict(line), default=str, ensure_ascii=False) + "\n")
    return 0


def _days(typed: str) -> int:
    number = int(typed)
    if not 1 <= number <= 3660:
        raise argparse.ArgumentTypeError(f"{typed} : un nombre de jours est attendu")
    return number
