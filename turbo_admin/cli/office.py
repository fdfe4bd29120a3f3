"""The office without a screen: pair, sync, requests, issue."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from turbo_admin.office.desk.context import Desk
    from turbo_admin.office.sync.run import SyncSummary


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the office's commands."""
    pair = add_command(commands, "pair", "relie ce poste à un portail", _pair)
    pair.add_argument("url", metavar="ADRESSE", help="adresse du portail, https://…")
    pair.add_argument("code", metavar="CODE", help="code de liaison donné par l’hébergeur")
    pair.add_argument(
        "--replace",
        action="store_true",
        help="« Remplacer ce poste » : reprend l’établissement d’une autre base",
    )
    sync = add_command(commands, "sync", "synchronise maintenant avec le portail", _sync)
    sync.add_argument("--json", action="store_true", help="résultat en JSON")
    sync.add_argument(
        "--scheduled",
        action="store_true",
        help="lancée par le planificateur : ne demande rien à personne, et sort avec 0 si une autre est en cours",
    )
    sync.set_defaults(run=_run_sync)
    add_requests_options(
        add_command(commands, "requests", "liste les demandes, avec concordance et demandeur", list_requests)
    )
    _register_issue(commands)


def add_requests_options(parser: argparse.ArgumentParser) -> None:
    """Add what `list_requests` reads."""
    parser.add_argument("--json", action="store_true", help="une ligne JSON par demande")
    parser.add_argument("--all", action="store_true", help="les demandes traitées et refusées aussi")


def _register_issue(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    issue = add_command(commands, "issue", "génère les identifiants de demandes", _issue)
    which = issue.add_mutually_exclusive_group(required=True)
    which.add_argument("--ids", metavar="A,B", help="demandes, séparées par des virgules")
    which.add_argument(
        "--certain", action="store_true", help="celles que « Cocher les concordances certaines » coche"
    )
    issue.add_argument("--pdf", type=Path, metavar="F", help="écrit les fiches dans ce fichier PDF")
    issue.add_argument(
        "--mail",
        action="store_true",
        help="demande l’envoi par e-mail (demandeur connu ou confirmé), puis synchronise",
    )
    issue.add_argument(
        "--second-account",
        action="store_true",
        help="traite aussi les demandes dont l’hôte a déjà un compte : un compte de plus, l’hôte rattaché au compte"
        " de l’adresse, ou un nouveau mot de passe provisoire",
    )
    issue.add_argument("--json", action="store_true", help="résultat en JSON")


def add_command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    text: str,
    run: "Callable[[Desk, argparse.Namespace], int]",
) -> argparse.ArgumentParser:
    """Add a command that works at a desk, with its option `--database`."""
    parser = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    parser.add_argument(
        "--database",
        metavar="BASE",
        help="base du bureau : chemin d’un fichier SQLite ou adresse postgresql:// (par défaut : celle de ce poste)",
    )

    def on_desk(options: argparse.Namespace) -> int:
        with _desk(options.database) as desk:
            return run(desk, options)

    parser.set_defaults(run=on_desk)
    return parser


@contextmanager
def _desk(database: str | None) -> "Iterator[Desk]":
    from turbo_admin.office.desk.context import open_desk
    from turbo_admin.ui.kit.proxy import system_proxy

    desk = open_desk(database, system_proxy=system_proxy)
    try:
        yield desk
    finally:
        desk.close()


def _pair(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.office.outbox.pairing import pair

    school = pair(desk, options.url, options.code, replace=options.replace)
    print(f"{school.name} ({school.uai}) est relié au portail {school.portal_url}.")
    print(f"Lien à donner aux familles : {school.family_url}")
    return 0


def _run_sync(options: argparse.Namespace) -> int:
    """Synchronise with a log: for a person who waits for the result, or in the night."""
    from turbo_admin.office.sync import nightly
    from turbo_admin.outside.pc.logs import logging_to
    from turbo_admin.ui.kit.proxy import system_proxy

    with logging_to("synchronisation.log"):
        if options.scheduled:
            return nightly.run(options.database, _code_of, system_proxy=system_proxy)
        with _desk(options.database) as desk:
            return _sync(desk, options)


def _code_of(kind: str) -> int:
    """Return the exit code of an error, by the name of its class; 0 for none."""
    from turbo_admin.cli import EXIT_CODES

    return {one.__name__: code for one, code in EXIT_CODES.items()}.get(kind, 1) if kind else 0


def _sync(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.office.sync.nightly import logged

    summary = logged(desk)
    if options.json:
        print_json(summary)
    else:
        print(summary.sentence)
    return _exit_code(summary)


def _exit_code(summary: "SyncSummary") -> int:
    """Return the code of the first school that failed, 0 for none."""
    return next((_code_of(run.error_kind) for run in summary.schools if run.error_kind), 0)


# What programs read of a request; more may be added, none goes.
_TOLD = (
    *("id", "uai", "school_name", "received_at", "deadline", "hours_left", "card", "last_name", "first_name"),
    *(
        "email",
        "typed_email",
        "asker",
        "diner_id",
        "diner_name",
        "diner_card",
        "class_name",
        "degree",
        "alerts",
    ),
    *("candidates", "state", "bulk", "tickable", "chosen_by", "dealt_by", "dealt_at"),
)


def list_requests(desk: "Desk", options: argparse.Namespace) -> int:
    """Print the requests, those that wait or all."""
    from turbo_admin.core.french import delay, short_time
    from turbo_admin.office.intake.lines import State, request_lines

    for line in request_lines(desk):
        if line.state is not State.OPEN and not options.all:
            continue
        if options.json:
            print_json({name: getattr(line, name) for name in _TOLD})
            continue
        due = delay(line.hours_left) if line.state is State.OPEN else line.state.value
        print(
            f"{line.id}  {short_time(line.received_at)}  {due:12}  {line.card:12}  {line.last_name} {line.first_name}"
            f"  {line.email}  [{line.asker}]  {line.diner_name or '(choisir)'} {line.class_name}"
            f"  [{line.degree}]  {', '.join(line.alerts)}"
        )
    return 0


def _issue(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.core.french import count
    from turbo_admin.office.credentials import from_requests
    from turbo_admin.office.intake import acts
    from turbo_admin.office.sheets import edition, mail

    ids = (
        acts.bulk_ids(desk)
        if options.certain
        else [one.strip() for one in options.ids.split(",") if one.strip()]
    )
    issued = from_requests.issue(desk, ids, agreed=ids if options.second_account else ())
    ordered = [line.id for line in edition.sheet_lines(desk, issued.batch_id)] if issued.sheets else []
    result: dict[str, Any] = {
        "batch": issued.batch_id,
        "requests": issued.requests,
        "accounts": issued.accounts,
        "sheets": ordered,
        "pages": 0,
        "mailed": 0,
        "on_paper": [],
    }
    if options.pdf and ordered:
        result["pages"] = edition.save_pdf(desk, ordered, options.pdf)
    if options.mail and ordered:
        lines = edition.sheet_lines(desk, issued.batch_id)
        mailed = mail.mail_sheets(desk, [line.id for line in lines if line.mail_proposed])
        result["mailed"] = mailed.queued
        result["on_paper"] = [line.id for line in lines if not line.mail_proposed]
    if options.json:
        print_json(result)
    else:
        print(
            f"{count(issued.requests, 'demande traitée', 'demandes traitées')},"
            f" {count(issued.accounts, 'compte')}, {count(result['pages'], 'fiche')} en PDF,"
            f" {count(result['mailed'], 'courriel')}."
        )
    return _send_now(desk) if options.mail and ordered else 0


def _send_now(desk: "Desk") -> int:
    """Synchronise after mails were asked for; what is issued stays issued when the portal does not answer."""
    from turbo_admin.office.sync.run import synchronise

    summary = synchronise(desk)
    if not summary.ok:
        print(summary.sentence, file=sys.stderr)
    return _exit_code(summary)


def print_json(value: Any) -> None:
    """Print a value as one line of JSON."""
    import msgspec

    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
