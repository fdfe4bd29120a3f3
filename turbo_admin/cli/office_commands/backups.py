"""Backups from the command line."""

import argparse
from dataclasses import asdict

from turbo_admin.cli.office_commands.desk import at_desk, opened_desk, print_json
from turbo_admin.core.backup.base_contents import in_one_sentence
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import NBSP
from turbo_admin.office.backup import copying, rescue, restoring
from turbo_admin.office.backup.daily import copy_if_due
from turbo_admin.office.desk.context import Desk
from turbo_admin.outside.pc import paths

_FAILED = 3


@at_desk
def back_up(desk: Desk, options: argparse.Namespace) -> int:
    """Write a copy, make that of the day, or say or choose where those go."""
    if options.daily:
        return _daily(desk, options)
    if options.list or options.folder is not None or options.usual_folder:
        if not options.list:
            copying.choose_folder(desk, options.folder)
        return _list(desk, options)
    done = copying.save_copy(desk, options.file, replace=options.replace)
    if options.json:
        print_json({"file": str(done.path), "bytes": done.size, "contents": asdict(done.contents)})
    else:
        print(f"Sauvegardé dans {done.path}{NBSP}: {in_one_sentence(done.contents)}.")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Show what a copy holds, and put it in the place of the database when that was agreed to."""
    try:
        with opened_desk(options.database) as desk:
            return _restore_at(desk, options)
    except Refused as refusal:
        if refusal.code not in rescue.UNREADABLE or options.dry_run or not options.yes:
            raise
    done = rescue.restore_unreadable(str(options.database or paths.default_database()), options.file)
    return _tell(done.plan, done, options)


def _restore_at(desk: Desk, options: argparse.Namespace) -> int:
    plan = restoring.plan_restore(desk, options.file)
    done = restoring.restore_copy(desk, plan) if options.yes and not options.dry_run else None
    _tell(plan, done, options)
    if done is None and not options.dry_run:
        raise Refused("backup_not_agreed")
    return 0


def _tell(
    plan: restoring.RestorePlan, done: restoring.RestoredBase | None, options: argparse.Namespace
) -> int:
    if options.json:
        print_json(_told(plan, done))
    else:
        _print(plan, done)
    return 0


def _daily(desk: Desk, options: argparse.Namespace) -> int:
    done = copy_if_due(desk)
    if options.json:
        print_json({"file": str(done.path) if done.path else "", "failure": done.failure})
    else:
        print(
            done.failure
            or (f"Copie du jour{NBSP}: {done.path}" if done.path else "La copie du jour est déjà faite.")
        )
    return _FAILED if done.failure else 0


def _list(desk: Desk, options: argparse.Namespace) -> int:
    shown = copying.automatic_copies(desk)
    if options.json:
        print_json({"folder": str(shown.folder), "chosen": shown.is_chosen, "files": shown.files})
        return 0
    print(f"Dossier{NBSP}: {shown.folder}")
    for name in shown.files:
        print(name)
    return 0


def _told(plan: restoring.RestorePlan, done: restoring.RestoredBase | None) -> dict[str, object]:
    return {
        "file": str(plan.path),
        "copy": asdict(plan.copy),
        "present": asdict(plan.present) if plan.present else None,
        "another_base": plan.is_of_another_base,
        "older_schema": plan.is_older_schema,
        "restored": done is not None,
        "kept": str(done.kept) if done else "",
    }


def _print(plan: restoring.RestorePlan, done: restoring.RestoredBase | None) -> None:
    print(f"{'':26}  {'Sauvegarde':34}  Base présente")
    for line in plan.lines:
        print(f"{line.label:26}  {line.copy:34}  {line.present}")
    for remark in plan.remarks:
        print(remark)
    if done is not None:
        print(f"Restaurée. Ce qui était là auparavant est gardé dans {done.kept}")
        print(done.advice)
