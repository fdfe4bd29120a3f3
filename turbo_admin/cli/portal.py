"""Parsers of the portal's commands: serve, work, migrate, add-school, restored, codes, keys; the others are in `portal_host`."""

import argparse

from turbo_admin.cli import portal_backup, portal_host
from turbo_admin.cli.portal_options import add_database, add_log, add_mail, set_command

_SERVE_HELP = """Sert l’Espace Numérique et envoie ses courriels. Sans --database, démarre le PostgreSQL intégré dans le
dossier de données, prépare ses tables et s’occupe de tout. La première ligne écrite est l’adresse du portail,
quand il répond. S’arrête proprement par Ctrl+C ou SIGTERM.

Avec --database, donnez l’adresse du rôle turbo_portal ; les courriels partent aussi d’ici si --mail est donné
(rôle turbo_worker du même serveur, mot de passe dans TURBO_WORKER_PASSWORD), sinon lancez « portal work » à part.

Sous root, PostgreSQL tourne sous son propre utilisateur, turbo-postgres ; si le dossier de données ne lui est
pas accessible, ses fichiers vont dans /var/lib/turbo-admin."""
_KEYS_HELP = """Chaque poste d’un bureau a sa propre clé, reçue en échange d’un code de liaison. Le portail n’en garde
qu’une empreinte."""
_RESTORED_HELP = """À lancer après avoir remis une sauvegarde de la base, avant ou juste après le redémarrage du portail.

Le portail devient un autre pour les bureaux : à leur prochaine synchronisation ils s’arrêtent et proposent « Mettre
d’accord… » (`turbo-admin reconcile`), au lieu de continuer sur des échanges que la sauvegarde ne connaît pas. D’ici là,
les demandes sont prises et les mots de passe choisis ouvrent ; les mots de passe provisoires n’ouvrent rien, et les
courriels qui attendaient dans la copie ne partent pas. Les familles se connectent de nouveau.

Écrit, par établissement, ce que son bureau va trouver : code UAI, code de liaison (valable une fois pendant 7 jours, pour
un bureau qui a perdu sa clé), nom, date de la copie, ce qu’elle contient."""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this family."""
    family = commands.add_parser(
        "portal",
        help="l’Espace Numérique des familles : servir, courriels, écoles",
        description="Le portail.",
    )
    portal = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    _register_serve(portal)
    _register_work(portal)
    migrate = portal.add_parser("migrate", help="prépare ou met à jour la base du portail", description=(
        "Crée les rôles si c’est permis, puis met les tables à jour. Mots de passe des rôles à créer ou à changer :"
        " TURBO_PORTAL_PASSWORD, TURBO_WORKER_PASSWORD, TURBO_OWNER_PASSWORD."
    ))  # fmt: skip
    migrate.add_argument("--public-url", metavar="URL", default="", help=(
        "écrit aussi l’adresse où mènent les courriels ; « serve » doit avoir la même (base intégrée : « serve » suffit)"
    ))  # fmt: skip
    add_database(migrate, "adresse d’un superutilisateur, ou du rôle turbo_owner")
    set_command(migrate, "serving:migrate_database")
    school = portal.add_parser("add-school", help="ajoute un établissement et donne son code de liaison", description=(
        "Écrit seulement le code de liaison, valable une fois pendant 7 jours. Pour un établissement qui existe"
        " déjà, donne un nouveau code, et celui qui n’a pas servi ne vaut plus rien."
    ))  # fmt: skip
    school.add_argument("uai", metavar="UAI", help="code UAI, par exemple 0951099D")
    school.add_argument("name", metavar="NOM", help="nom de l’établissement")
    school.add_argument("--keep-codes", action="store_true", help=(
        "laisse valables les codes déjà donnés : plusieurs postes sont à relier en même temps"
    ))  # fmt: skip
    add_database(school, "adresse du rôle turbo_owner")
    set_command(school, "schools:add_school")
    restored = portal.add_parser(
        "restored", help="à lancer après avoir remis une sauvegarde de la base", description=_RESTORED_HELP
    )
    add_database(restored, "adresse du rôle turbo_owner")
    set_command(restored, "schools:restored")
    _register_codes(portal)
    _register_keys(portal)
    portal_host.register(portal)
    portal_backup.register(portal)


def _register_codes(portal: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    family = portal.add_parser("codes", help="codes de liaison qui attendent : les lister, les annuler", description=(
        "Les codes de liaison qui n’ont pas encore servi. Le portail n’en garde qu’une empreinte."
    ))  # fmt: skip
    codes = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    listed = codes.add_parser("list", help="liste les codes qui peuvent encore servir", description=(
        "Une ligne par code, jamais le code lui-même. Heures de Paris."
    ))  # fmt: skip
    listed.add_argument("--school", metavar="UAI", default="", help="un seul établissement (tous)")
    listed.add_argument("--json", action="store_true", help="une ligne JSON par code, heures UTC")
    set_command(listed, "schools:list_codes")
    cancel = codes.add_parser("cancel", help="annule les codes d’un établissement qui n’ont pas servi", description=(
        "Écrit combien il y en avait. Les postes déjà reliés le restent."
    ))  # fmt: skip
    cancel.add_argument("uai", metavar="UAI", help="établissement")
    set_command(cancel, "schools:cancel_codes")
    for one in (listed, cancel):
        add_database(one, "adresse du rôle turbo_owner")


def _register_keys(portal: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    family = portal.add_parser(
        "keys",
        help="clés des postes des bureaux : les lister, les retirer, les renouveler",
        description=_KEYS_HELP,
    )
    keys = family.add_subparsers(title="Commandes", metavar="COMMANDE", required=True)
    listed = keys.add_parser("list", help="liste les clés : poste, création, dernière utilisation", description=(
        "Une ligne par clé, jamais la clé elle-même. Heures de Paris."
    ))  # fmt: skip
    listed.add_argument("--school", metavar="UAI", default="", help="un seul établissement (tous)")
    listed.add_argument("--json", action="store_true", help="une ligne JSON par clé, heures UTC")
    set_command(listed, "keys:list_keys")
    revoke = keys.add_parser("revoke", help="retire une clé : le poste devra être relié de nouveau", description=(
        "Le poste ne peut plus rien demander au portail dès la commande finie."
    ))  # fmt: skip
    set_command(revoke, "keys:revoke_key")
    rotate = keys.add_parser("rotate", help="fait renouveler une clé par son poste", description=(
        "À sa prochaine synchronisation, le poste échange de lui-même sa clé contre une nouvelle ; l’ancienne est"
        " retirée dès que la nouvelle a servi."
    ))  # fmt: skip
    set_command(rotate, "keys:rotate_key")
    for one in (revoke, rotate):
        one.add_argument("key_id", metavar="CLÉ", help="identifiant donné par « keys list »")
    for one in (listed, revoke, rotate):
        add_database(one, "adresse du rôle turbo_owner")


def _register_serve(portal: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = portal.add_parser("serve", help="sert le portail", description=_SERVE_HELP)
    serve.add_argument("--host", metavar="ADRESSE", default="127.0.0.1", help="adresse d’écoute (127.0.0.1)")
    serve.add_argument(
        "--port", metavar="PORT", type=int, default=8080, help="port d’écoute, 0 pour un port libre (8080)"
    )
    add_database(serve, "adresse du rôle turbo_portal")
    add_mail(serve)
    serve.add_argument(
        "--workers", metavar="N", type=_positive, default=1, help="nombre de processus web (1)"
    )
    serve.add_argument(
        "--public-url", metavar="URL", default="", help="adresse https que les familles utilisent"
    )
    serve.add_argument(
        "--trusted-proxy",
        metavar="IP",
        action="append",
        default=[],
        help="adresse du serveur web placé devant, à croire sur X-Forwarded-For (peut être répété)",
    )
    serve.add_argument("--hsts-subdomains", action="store_true", help=(
        "tient aussi au https tous les noms placés sous celui du portail, pendant deux ans (seulement s’ils l’ont tous)"
    ))  # fmt: skip
    serve.add_argument("--hosted-by", metavar="HÉBERGEUR", default="", help=(
        "nom, adresse et téléphone de l’hébergeur, que la loi demande dans « Mentions légales »"
    ))  # fmt: skip
    add_log(serve, " ; chaque processus a le sien à côté (portail.log : portail-web-1.log, portail-mail.log)")
    set_command(serve, "serving:serve_portal")


def _register_work(portal: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    work = portal.add_parser("work", help="envoie les courriels en attente et fait le ménage", description=(
        "Envoie les courriels dès qu’ils sont demandés, jusqu’à Ctrl+C ou SIGTERM. Ses clés sont dans le dossier de"
        " données : gardez le même d’une fois sur l’autre."
    ))  # fmt: skip
    add_database(work, "adresse du rôle turbo_worker")
    add_mail(work)
    add_log(work)
    work.add_argument("--once", action="store_true", help="envoie ce qui attend, écrit combien, et s’arrête")
    set_command(work, "serving:send_mails")


def _positive(typed: str) -> int:
    number = int(typed)
    # A limit against typing errors: each worker opens up to ten database connections.
    if not 1 <= number <= 64:
        raise argparse.ArgumentTypeError(f"{typed} : un nombre de 1 à 64 est attendu")
    return number
