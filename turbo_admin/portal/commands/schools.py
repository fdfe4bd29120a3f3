"""`portal add-school`, `portal restored`, `portal schools`, `portal stats`."""

import argparse

from turbo_admin.core.french import NBSP, count
from turbo_admin.core.uai import parse_uai
from turbo_admin.portal.commands.options import owner, paris
from turbo_admin.portal.commands.printing import json_lines
from turbo_admin.portal.schools import pairing, registry
from turbo_admin.portal.schools.overview import school_lines, school_stats
from turbo_admin.portal.schools.pairing import waiting_codes


def add_school(options: argparse.Namespace) -> int:
    """Create a school, and print its pairing code."""
    with owner(options) as database:
        print(registry.add_school(database, options.uai, options.name, keep_codes=options.keep_codes))
    return 0


def list_codes(options: argparse.Namespace) -> int:
    """Print the pairing codes that wait, one a line."""
    with owner(options) as database:
        lines = waiting_codes(database, parse_uai(options.school) if options.school else "")
    if options.json:
        return json_lines(lines)
    for one in lines:
        print(f"{one.uai}  donné {paris(one.created)}  valable jusqu’au {paris(one.expires)}")
    return 0


def cancel_codes(options: argparse.Namespace) -> int:
    """Cancel the pairing codes of a school that wait, and print how many there were."""
    with owner(options) as database:
        print(pairing.cancel_codes(database, parse_uai(options.uai)))
    return 0


def restored(options: argparse.Namespace) -> int:
    """Write what each office will meet, and a pairing code for one that has lost its key."""
    with owner(options) as database:
        for school in registry.declare_restored(database):
            synced = f"copie du {paris(school.last_sync_at)}" if school.last_sync_at else "jamais synchronisé"
            print(
                f"{school.uai}  {school.code}  {school.name}  {synced}{NBSP}: {count(school.diners, 'hôte')},"
                f" {count(school.accounts, 'compte')}, {count(school.requests, 'demande')} en attente."
                f" Jusqu’à « Mettre d’accord… »{NBSP}: {count(school.provisional, 'mot de passe provisoire', 'mots de passe provisoires')}"
                f" sans effet{NBSP}; {count(school.dropped_mails, 'courriel de la copie annulé', 'courriels de la copie annulés')}"
            )
    return 0


def list_schools(options: argparse.Namespace) -> int:
    """Print the schools, one a line."""
    with owner(options) as database:
        lines = school_lines(database)
    if options.json:
        return json_lines(lines)
    for one in lines:
        synced = f"synchronisé {paris(one.last_sync)}" if one.last_sync else "jamais synchronisé"
        print(
            f"{one.uai}  {one.name:30}  {'relié' if one.paired else 'à relier':8}"
            f"  {count(one.workstations, 'poste')}  {synced:28}  {count(one.diners, 'hôte')}"
            f"  {count(one.accounts, 'compte')}  {count(one.requests, 'demande')} en attente"
            f"  courriels : {one.mails_waiting} en attente, {one.mails_failed} en échec"
        )
    return 0


def show_stats(options: argparse.Namespace) -> int:
    """Print what happened during the last days, one school a line."""
    with owner(options) as database:
        lines = school_stats(database, options.days)
    if options.json:
        return json_lines(lines)
    for one in lines:
        print(
            f"{one.uai}  {count(one.requests, 'demande')}"
            f" ({count(one.issued, 'acceptée')}, {count(one.refused, 'refusée')})"
            f"  comptes : {count(one.accounts_made, 'ouvert')}, {count(one.accounts_used, 'utilisé')}"
            f"  courriels : {count(one.mails_sent, 'parti')}, {one.mails_failed} en échec"
        )
    return 0
