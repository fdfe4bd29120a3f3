"""Diners without a screen: imported from SIECLE, ONDE, Excel or CSV, listed; and an import taken back."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from turbo_admin.cli.office import add_command, print_json
from turbo_admin.office.settings import school_edits

if TYPE_CHECKING:
    from turbo_admin.office.desk.context import Desk
    from turbo_admin.office.roster.plan import ImportPlan
    from turbo_admin.outside.roster_files.diner_rows import RowProblem


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands."""
    imported = add_command(
        commands, "import", "importe des hôtes de fichiers SIECLE, ONDE, Excel ou CSV", _import
    )
    imported.add_argument(
        "files",
        metavar="FICHIER",
        type=Path,
        nargs="+",
        help="un fichier, ou ceux d’un même export (SIECLE : élèves, responsables, structures, .xml ou .zip)",
    )
    imported.add_argument("--school", required=True, metavar="UAI", help="établissement des hôtes")
    imported.add_argument("--name", default="", metavar="NOM", help="nom de l’établissement s’il est nouveau")
    imported.add_argument(
        "--site-code", default="", metavar="CODE", help="code de la carte (4 chiffres) s’il est nouveau"
    )
    imported.add_argument(
        "--absent",
        choices=("sortis", "gardes"),
        help="élèves absents du fichier : marqués sortis (par défaut pour SIECLE et ONDE), ou gardés tels quels",
    )
    imported.add_argument(
        "--dry-run", action="store_true", help="montre ce qui serait fait, sans rien écrire"
    )
    imported.add_argument(
        "--yes",
        action="store_true",
        help="répond oui à ce qui demande confirmation (autre établissement, autre année, trop de sorties)\u00a0; "
        "les hôtes douteux ne sont pas repris",
    )
    imported.add_argument(
        "--identities",
        choices=("autres", "memes"),
        help="hôtes douteux (même numéro sous un autre nom…)\u00a0: d’autres personnes, ou les mêmes\u00a0; "
        "sans réponse, rien n’est écrit pour eux",
    )
    imported.add_argument("--json", action="store_true", help="résultat en JSON")
    listed = add_command(commands, "diners", "liste les hôtes connus", _diners)
    listed.add_argument("--school", default=None, metavar="UAI", help="d’un seul établissement")
    listed.add_argument("--json", action="store_true", help="une ligne JSON par hôte")
    undo = add_command(commands, "undo-import", "annule un import d’hôtes d’un coup", _undo)
    undo.add_argument("id", metavar="IMPORT", help="tel que « import --json » le donne")


def _import(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.core.errors import Refused
    from turbo_admin.core.uai import parse_uai
    from turbo_admin.office.roster import apply, importing
    from turbo_admin.office.roster import plan as roster_plan

    uai = parse_uai(options.school)
    _know_school(desk, uai, options)
    plan = importing.plan_import(
        desk,
        options.files,
        uai,
        leave_absent=None if options.absent is None else options.absent == "sortis",
        identity=roster_plan.Sameness(options.identities) if options.identities else None,
    )
    for problem in plan.problems:
        print(f"{problem.where} : {problem.text}".removeprefix(" : "), file=sys.stderr)
    questions = plan.questions()
    done = None
    if not options.dry_run and (options.yes or not questions):
        done = apply.apply_import(desk, plan, agreed=options.yes)
    _print_result(plan, questions, done.id if done else "", options)
    if questions and done is None and not options.dry_run:
        raise Refused("import_not_agreed", questions=" ".join(questions))
    return 0


def _told(problem: "RowProblem") -> str:
    return f"{problem.where} : {problem.text}".removeprefix(" : ")


def _know_school(desk: "Desk", uai: str, options: argparse.Namespace) -> None:
    from turbo_admin.office.settings import schools

    known = {school.uai: school for school in schools.schools(desk)}
    if uai not in known:
        school_edits.add_school(desk, uai, options.name or uai, options.site_code)
    elif options.site_code or options.name:
        school_edits.rename_school(
            desk, uai, options.name or known[uai].name, options.site_code or known[uai].site_code
        )


def _print_result(
    plan: "ImportPlan", questions: tuple[str, ...], import_id: str, options: argparse.Namespace
) -> None:
    from turbo_admin.core.french import count

    if options.json:
        result: dict[str, Any] = {
            "source": plan.source,
            "create": plan.create,
            "change": plan.change,
            "left": plan.left,
            "skip": plan.skip,
            "same": plan.same,
            "asked": plan.asked,
            "identities": [
                {
                    "doubt": one.doubt,
                    "question": one.text,
                    "rows": [
                        {
                            "row": plan.rows[place].row,
                            "sheet": plan.rows[place].sheet,
                            "name": plan.rows[place].name,
                        }
                        for place in one.rows
                    ],
                    "answer": one.answer,
                    "remembered": one.is_remembered,
                }
                for one in plan.identity_questions
            ],
            "columns": dict(plan.columns.understood),
            "unread_columns": plan.columns.unread,
            "problems": [f"{problem.where} : {problem.text}" for problem in plan.problems],
            "questions": questions,
            "applied": bool(import_id),
            "import": import_id,
        }
        print_json(result)
        return
    for question in questions:
        print(question)
    if plan.columns.unread:
        print(f"Colonnes non reprises : {', '.join(plan.columns.unread)}.")
    written = "" if import_id or not (plan.create + plan.change + plan.left) else " Rien n’a été écrit."
    print(
        f"{count(plan.create, 'hôte créé', 'hôtes créés')}, {count(plan.change, 'modifié')},"
        f" {count(plan.left, 'marqué sorti', 'marqués sortis')}, {count(plan.same, 'inchangé')},"
        f" {count(plan.skip, 'laissé de côté', 'laissés de côté')},"
        f" {f'{plan.asked} à décider, ' if plan.asked else ''}"
        f"{count(len(plan.problems), 'problème')}.{written}"
    )


def _diners(desk: "Desk", options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from turbo_admin.core.french import full_name
    from turbo_admin.core.uai import parse_uai
    from turbo_admin.office.roster import search

    for one in search.roster_entries(desk, parse_uai(options.school) if options.school else None):
        if options.json:
            print_json(asdict(one))
            continue
        name = full_name(one.last_name, one.first_name, one.used_name)
        left = "  (sorti)" if one.left else ""
        print(f"{one.id}  {one.class_name:8}  {name}  {' '.join(one.cards)}  {' '.join(one.emails)}{left}")
    return 0


def _undo(desk: "Desk", options: argparse.Namespace) -> int:
    from turbo_admin.core.french import count
    from turbo_admin.office.roster import apply

    done = apply.undo_import(desk, options.id)
    print(f"Import annulé : {count(done, 'hôte rétabli', 'hôtes rétablis')}.")
    return 0
