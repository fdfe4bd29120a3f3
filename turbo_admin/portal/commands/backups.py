"""`portal backup`, `restore`."""

import argparse
import json
import sys
from contextlib import ExitStack

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import NBSP, count
from turbo_admin.portal.commands.options import data_folder
from turbo_admin.portal.host import database_backup
from turbo_admin.portal.host.database_backup import KEY_FILES, PortalCopy
from turbo_admin.portal.host.databases import cluster_in_use
from turbo_admin.portal.host.embedded_postgres import SUPERUSER


def back_up(options: argparse.Namespace) -> int:
    """Copy the database into a file, and the keys into another."""
    data = data_folder(options)
    with ExitStack() as stack:
        url = options.database or stack.enter_context(cluster_in_use(data)).url(SUPERUSER)
        found = database_backup.back_up(url, options.file, replace=options.replace)
    kept = database_backup.keep_keys(data, options.keys, replace=options.replace) if options.keys else []
    if options.json:
        return _json(found, {"file": str(options.file), "keys": kept})
    print(f"Sauvegardé dans {options.file}{NBSP}: {_in_words(found)}.")
    if kept:
        print(
            f"Clés ({', '.join(kept)}) dans {options.keys}{NBSP}: gardez ce fichier ailleurs que la sauvegarde."
        )
    else:
        files = " et ".join(str(data / name) for name in KEY_FILES)
        print(f"Les clés n’y sont pas{NBSP}: gardez {files} à part (ou --keys FICHIER).")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Show what a copy holds, and put it in the place of the embedded database when that was agreed to."""
    found = database_backup.read_copy(options.file)
    keys = database_backup.read_keys(options.keys) if options.keys else {}
    if not options.json:
        print(f"{options.file.name}{NBSP}: {_in_words(found)}, tables de la version {found.version}.")
    if not options.yes:
        if options.json:
            _json(found, {"restored": False})
        raise Refused("portal_restore_not_agreed")
    schools = database_backup.put_back(data_folder(options), options.file, keys)
    if options.json:
        codes = [{"uai": one.uai, "code": one.code, "name": one.name} for one in schools]
        return _json(found, {"restored": True, "pairing": codes})
    for school in schools:
        print(f"{school.uai}  {school.code}  {school.name}")
    return 0


def _in_words(found: PortalCopy) -> str:
    return (
        f"{count(len(found.schools), 'établissement')}, {count(found.accounts, 'compte')},"
        f" {count(found.requests, 'demande')}"
    )


def _json(found: PortalCopy, more: dict[str, object]) -> int:
    told = {
        "version": found.version,
        "schools": [{"uai": uai, "name": name} for uai, name in found.schools],
        "accounts": found.accounts,
        "requests": found.requests,
    }
    sys.stdout.write(json.dumps(told | more, ensure_ascii=False) + "\n")
    return 0
