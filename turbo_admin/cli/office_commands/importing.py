"""Import commands: import files, list diners, undo an import."""

import argparse
import sys
from dataclasses import asdict
from typing import Any

from turbo_admin.cli.office_commands.desk import at_desk, print_json
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import count, full_name
from turbo_admin.core.uai import parse_uai
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.roster import apply, importing, search
from turbo_admin.office.roster.plan import ImportPlan, Sameness
from turbo_admin.office.settings import school_edits, schools


@at_desk
def import_diners(desk: Desk, options: argparse.Namespace) -> int:
    """Plan an import of files, and apply it when it needs no agreement."""
    uai = parse_uai(options.school)
    _know_school(desk, uai, options)
    plan = importing.plan_import(
        desk,
        options.files,
        uai,
        leave_absent=None if options.absent is None else options.absent == "sortis",
        identity=Sameness(options.identities) if options.identities else None,
    )
    # On stderr: with --json, stdout holds one object.
    for problem in plan.problems:
        print(f"{problem.where} : {problem.text}".removeprefix(" : "), file=sys.stderr)
    questions = plan.questions()
    done = None
    if not options.dry_run and (options.yes or not questions):
        done = apply.apply_import(desk, plan, agreed=options.yes)
    _print_result(plan, questions, done.id if done else "", options)
    # Exit code 3, so that a script notices that nothing was written.
    if questions and done is None and not options.dry_run:
        raise Refused("import_not_agreed", questions=" ".join(questions))
    return 0


def _know_school(desk: Desk, uai: str, options: argparse.Namespace) -> None:
    # A school that is not known is added: importing may be the first command of an installation.
    known = {school.uai: school for school in schools.schools(desk)}
    if uai not in known:
        school_edits.add_school(desk, uai, options.name or uai, options.site_code)
    elif options.site_code or options.name:
        school_edits.rename_school(
            desk, uai, options.name or known[uai].name, options.site_code or known[uai].site_code
        )


def _print_result(
    plan: ImportPlan, questions: tuple[str, ...], import_id: str, options: argparse.Namespace
) -> None:
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
                            "row": plan.rows[position].row,
                            "sheet": plan.rows[position].sheet,
                            "name": plan.rows[position].name,
                        }
                        for position in one.rows
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


@at_desk
def list_diners(desk: Desk, options: argparse.Namespace) -> int:
    """List the diners, one a line."""
    for one in search.roster_entries(desk, parse_uai(options.school) if options.school else None):
        if options.json:
            print_json(asdict(one))
            continue
        name = full_name(one.last_name, one.first_name, one.used_name)
        left = "  (sorti)" if one.left else ""
        print(f"{one.id}  {one.class_name:8}  {name}  {' '.join(one.cards)}  {' '.join(one.emails)}{left}")
    return 0


@at_desk
def undo_import(desk: Desk, options: argparse.Namespace) -> int:
    """Undo an import."""
    done = apply.undo_import(desk, options.id)
    print(f"Import annulé : {count(done, 'hôte rétabli', 'hôtes rétablis')}.")
    return 0
