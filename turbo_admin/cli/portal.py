"""The portal's commands: serve, work, migrate, add-school, restored, keys; the host's others stand in `portal_host`."""

import argparse
import os
import sys

from turbo_admin.cli import portal_host
from turbo_admin.cli.portal_options import add_database, add_log, add_mail, data_folder, mail_options, paris

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

Le portail devient un autre pour les bureaux : à leur prochaine synchronisation ils s’arrêtent et demandent à être
reliés de nouveau, au lieu de continuer sur des échanges que la sauvegarde ne connaît pas ; ce qui était encore en
route est refusé. Les familles se connectent de nouveau.

Écrit une ligne par établissement : code UAI, nouveau code de liaison (valable une fois pendant 7 jours), nom.
Remettez à chaque bureau le sien : il relie son poste, entend tout de nouveau et renvoie tout, sans rien doubler."""


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
    add_database(migrate, "adresse d’un superutilisateur, ou du rôle turbo_owner")
    migrate.set_defaults(run=_migrate)
    school = portal.add_parser("add-school", help="ajoute un établissement et donne son code de liaison", description=(
        "Écrit seulement le code de liaison, valable une fois pendant 7 jours. Pour un établissement qui existe"
        " déjà, donne un nouveau code."
    ))  # fmt: skip
    school.add_argument("uai", metavar="UAI", help="code UAI, par exemple 0951099D")
    school.add_argument("name", metavar="NOM", help="nom de l’établissement")
    add_database(school, "adresse du rôle turbo_owner")
    school.set_defaults(run=_add_school)
    restored = portal.add_parser(
        "restored", help="à lancer après avoir remis une sauvegarde de la base", description=_RESTORED_HELP
    )
    add_database(restored, "adresse du rôle turbo_owner")
    restored.set_defaults(run=_restored)
    _register_keys(portal)
    portal_host.register(portal)


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
    listed.set_defaults(run=_list_keys)
    revoke = keys.add_parser("revoke", help="retire une clé : le poste devra être relié de nouveau", description=(
        "Le poste ne peut plus rien demander au portail dès la commande finie."
    ))  # fmt: skip
    revoke.set_defaults(run=_revoke_key)
    rotate = keys.add_parser("rotate", help="fait renouveler une clé par son poste", description=(
        "À sa prochaine synchronisation, le poste échange de lui-même sa clé contre une nouvelle ; l’ancienne est"
        " retirée dès que la nouvelle a servi."
    ))  # fmt: skip
    rotate.set_defaults(run=_rotate_key)
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
    serve.add_argument("--hosted-by", metavar="HÉBERGEUR", default="", help=(
        "nom, adresse et téléphone de l’hébergeur, que la loi demande dans « Mentions légales »"
    ))  # fmt: skip
    add_log(serve, " ; chaque processus a le sien à côté (portail.log : portail-web-1.log, portail-mail.log)")
    serve.set_defaults(run=_serve)


def _register_work(portal: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    work = portal.add_parser("work", help="envoie les courriels en attente et fait le ménage", description=(
        "Envoie les courriels dès qu’ils sont demandés, jusqu’à Ctrl+C ou SIGTERM. Ses clés sont dans le dossier de"
        " données : gardez le même d’une fois sur l’autre."
    ))  # fmt: skip
    add_database(work, "adresse du rôle turbo_worker")
    add_mail(work)
    add_log(work)
    work.add_argument("--once", action="store_true", help="envoie ce qui attend, écrit combien, et s’arrête")
    work.set_defaults(run=_work)


def _serve(options: argparse.Namespace) -> int:
    from turbo_admin.portal.host.serve import ServeOptions, serve

    wanted = ServeOptions(
        data=data_folder(options),
        host=options.host,
        port=options.port,
        database=options.database,
        worker_password=os.environ.get("TURBO_WORKER_PASSWORD", ""),
        mail=mail_options(options),
        workers=options.workers,
        public_url=options.public_url,
        trusted_proxies=tuple(options.trusted_proxy),
        hosted_by=options.hosted_by,
        log_file=options.log_file,
    )
    serve(wanted, ready=lambda address: print(address, flush=True))
    return 0


def _work(options: argparse.Namespace) -> int:
    from turbo_admin.portal.host.serve import work

    mail, log = mail_options(options), options.log_file
    done = work(data_folder(options), options.database, mail, once=options.once, log_file=log)
    if options.once:
        print(done)
    return 0


def _migrate(options: argparse.Namespace) -> int:
    from turbo_admin.portal.base.roles import OWNER, PORTAL, WORKER, migrate
    from turbo_admin.portal.host.serve import cluster_in_use

    if not options.database:
        with cluster_in_use(
            data_folder(options)
        ):  # an embedded server is brought up to date whenever it starts
            return 0
    names = {OWNER: "TURBO_OWNER_PASSWORD", PORTAL: "TURBO_PORTAL_PASSWORD", WORKER: "TURBO_WORKER_PASSWORD"}
    migrate(
        options.database,
        passwords={role: os.environ[name] for role, name in names.items() if name in os.environ},
    )
    return 0


def _add_school(options: argparse.Namespace) -> int:
    from turbo_admin.portal.host.serve import owner_database
    from turbo_admin.portal.schools.registry import add_school

    with owner_database(data_folder(options), options.database) as database:
        print(add_school(database, options.uai, options.name))
    return 0


def _restored(options: argparse.Namespace) -> int:
    from turbo_admin.portal.host.serve import owner_database
    from turbo_admin.portal.schools.registry import declare_restored

    with owner_database(data_folder(options), options.database) as database:
        for school in declare_restored(database):
            print(f"{school.uai}  {school.code}  {school.name}")
    return 0


def _list_keys(options: argparse.Namespace) -> int:
    from turbo_admin.core.uai import parse_uai
    from turbo_admin.portal.host.serve import owner_database
    from turbo_admin.portal.schools.keys import list_keys

    with owner_database(data_folder(options), options.database) as database:
        lines = list_keys(database, parse_uai(options.school) if options.school else "")
    for line in lines:
        if options.json:
            import msgspec

            sys.stdout.write(msgspec.json.encode(line).decode() + "\n")
        else:
            state = "retirée" if line.revoked else "à renouveler" if line.renewal_asked else "en service"
            print(
                f"{line.key_id}  {line.uai}  {line.name:20}  créée {paris(line.created)}"
                f"  vue {paris(line.seen) if line.seen else 'jamais':16}  {state}"
            )
    return 0


def _revoke_key(options: argparse.Namespace) -> int:
    from turbo_admin.portal.host.serve import owner_database
    from turbo_admin.portal.schools.keys import revoke_key

    with owner_database(data_folder(options), options.database) as database:
        revoke_key(database, options.key_id)
    return 0


def _rotate_key(options: argparse.Namespace) -> int:
    from turbo_admin.portal.host.serve import owner_database
    from turbo_admin.portal.schools.keys import ask_renewal

    with owner_database(data_folder(options), options.database) as database:
        ask_renewal(database, options.key_id)
    return 0


def _positive(typed: str) -> int:
    number = int(typed)
    if not 1 <= number <= 64:
        raise argparse.ArgumentTypeError(f"{typed} : un nombre de 1 à 64 est attendu")
    return number
