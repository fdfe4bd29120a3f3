"""Each screen with nothing, twelve and a hundred thousand lines, light and dark, at 1366×768 and at scale 1.5.

    python -m tests.shots FOLDER [LINES …]
    python -m tests.shots --troubles FOLDER      each failure of a synchronisation, as the panel tells it

Pictures to look at, `hosts-100000-sombre-x1.5.png`; nothing is compared. Scale 1.5 is a screen of 1920×1080 as Windows
sets it up: 1280×720 for the program. The people are the demo's; bases of a hundred thousand lines are written through
the store.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from turbo_admin.ui.kit.navigation import ConfigureSchool, Destination, PageKey, ShowDiner

_SIZES = (0, 12, 100_000)
_SCALES = {"1": (1366, 768), "1.5": (1280, 720)}
_UAI, _SCHOOL = "0990001N", "Collège des Tilleuls"
_ALERTS: tuple[list[str], ...] = (
    ["carte d’un autre établissement", "prénom différent", "e-mail déjà utilisé (famille\u00a0?)"],
    ["homonymes"],
    [],
    ["nom différent", "demande en double"],
    [],
)
_MEMORY_MS, _STILL = 120_000, 20


def main(arguments: Sequence[str]) -> int:
    """Take all the pictures, a process for each size and scale."""
    if len(arguments) == 4 and arguments[0] == "--one":
        _shoot(Path(arguments[1]), int(arguments[2]), arguments[3])
        return 0
    if len(arguments) == 2 and arguments[0] == "--troubles":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _shoot_troubles(Path(arguments[1]))
        return 0
    folder = Path(arguments[0])
    for lines in map(int, arguments[1:]) if arguments[1:] else _SIZES:
        for scale in _SCALES:
            command = [sys.executable, "-m", "tests.shots", "--one", str(folder), str(lines), scale]
            given = {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
            subprocess.run(command, check=True, env=os.environ | given)
    return 0


def _shoot(folder: Path, lines: int, scale: str) -> None:
    from turbo_admin.app import build
    from turbo_admin.core.colours import DARK, LIGHT
    from turbo_admin.demo.stage import MemoryVault
    from turbo_admin.office.desk.context import open_desk

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        desk = open_desk(str(Path(work) / "bureau.db"), vault=MemoryVault(), workstation="PC-1", who="claire")
        first = _fill(desk, lines)
        desktop = build(desk, Path(work) / "ecran.ini")
        desktop.window.resize(*_SCALES[scale])
        desktop.window.show()
        _settle(desktop)
        for page in PageKey:
            desktop.window.open_page(_filled(page, first) if first else page)
            for colours, end in ((LIGHT, ""), (DARK, "-sombre")):
                desktop.theme.show(colours)
                _settle(desktop)
                picture = desktop.window.grab()
                picture.save(str(folder / f"{page.value}-{lines}{end}-x{scale}.png"))
            desktop.theme.show(LIGHT)
        if first:
            _shoot_plan(desktop, folder, lines, scale, Path(work) / "hotes.xlsx")
        desktop.close()


def _filled(page: PageKey, diner_id: str) -> Destination:
    """Return a page with something to show."""
    if page is PageKey.DINER_FILE:
        return ShowDiner(diner_id)
    return ConfigureSchool(_UAI) if page is PageKey.SETTINGS else page


def _shoot_plan(desktop: Any, folder: Path, lines: int, scale: str, file: Path) -> None:
    """Read a workbook that changes nearly everybody, and show what it would do."""
    from turbo_admin.core.colours import DARK, LIGHT
    from turbo_admin.ui.kit.columns import choose_row

    _write_changed(file, min(lines, 2000))
    desktop.window.open_page(PageKey.ROSTER_IMPORT)
    _settle(desktop)
    page = desktop.window.navigator.current
    page.read(file)
    _settle(desktop)
    choose_row(page.form.rows, 2)
    for colours, end in ((LIGHT, ""), (DARK, "-sombre")):
        desktop.theme.show(colours)
        _settle(desktop)
        desktop.window.grab().save(str(folder / f"roster_import_plan-{lines}{end}-x{scale}.png"))


def _write_changed(path: Path, lines: int) -> None:
    from dataclasses import replace

    from turbo_admin.demo.school import make_roster, of_school, write_roster_xlsx

    people = of_school(make_roster(max(40, lines * 10 // 7)), _UAI)
    changed = [
        one
        if place % 5 == 4
        else replace(one, class_name="4 B", emails=(f"nouvelle.adresse{place}@exemple.fr", *one.emails)[:2])
        for place, one in enumerate(people[:lines])
    ]
    namesake = replace(people[0], id="H99999", card="0683-99998", class_name="3 D", emails=())
    nobody = replace(people[1], id="H99998", card="0683-99997", last_name="", first_name="", emails=("x@",))
    write_roster_xlsx(path, [*changed, namesake, nobody])


def _shoot_troubles(folder: Path) -> None:
    """Have a synchronisation fail in each way that the network, the portal and the certificates know."""
    from tests.office.portal_in_memory import PortalInMemory
    from turbo_admin.app import build
    from turbo_admin.core.colours import DARK, LIGHT
    from turbo_admin.demo.stage import MemoryVault
    from turbo_admin.office.desk.context import open_desk
    from turbo_admin.office.outbox import pairing

    folder.mkdir(parents=True, exist_ok=True)
    portal = PortalInMemory()
    with tempfile.TemporaryDirectory() as work:
        where = str(Path(work) / "bureau.db")
        desk = open_desk(where, vault=MemoryVault(), connect=portal.client, workstation="PC-1", who="claire")
        pairing.pair(desk, "https://espace.exemple.fr", "CODE")
        desktop = build(desk, Path(work) / "ecran.ini")
        desktop.window.resize(*_SCALES["1"])
        desktop.window.show()
        _settle(desktop)
        for error in _troubles():
            portal.before = partial(_fail, error)
            desktop.window.panel.start()
            for colours, end in ((LIGHT, ""), (DARK, "-sombre")):
                desktop.theme.show(colours)
                _settle(desktop)
                desktop.window.panel.grab().save(str(folder / f"{error.code}{end}.png"))
        desktop.close()


def _troubles() -> list[Any]:
    from turbo_admin.core.errors import BadData, Outdated, Refused, Unreachable

    proxy = {"proxy": "proxy.exemple.fr:3128", "host": "espace.exemple.fr"}
    return [
        *(Unreachable(code) for code in ("portal_unreachable", "portal_slow", "portal_down", "unavailable")),
        *(Unreachable(code) for code in ("portal_is_not_one", "portal_tls", "tls_expired", "tls_authority")),
        *(Unreachable(code) for code in ("tls_other_name", "portal_proxy", "proxy_account", "slow_down")),
        *(Unreachable(code, **proxy) for code in ("proxy_unreachable", "proxy_blocks", "proxy_cannot_reach")),
        *(Refused(code) for code in ("key_unknown", "too_large", "sync_overtaken", "disk_full")),
        Refused("key_missing", uai=_UAI),
        *(Outdated(code) for code in ("outdated", "unknown_epoch", "ahead", "behind")),
        BadData("protocol_bad_message", detail="positions manquantes"),
    ]


def _fail(error: Exception, _call: str) -> None:
    raise error


def _settle(desktop: Any) -> None:
    from PySide6.QtTest import QTest

    still = 0
    while still < _STILL:
        QTest.qWait(2)
        still = still + 1 if desktop.tasks.is_idle else 0


def _fill(desk: Any, lines: int) -> str:
    """Write so many diners, requests and accounts; return a diner's id, empty without one."""
    from sqlalchemy import insert

    from turbo_admin.demo.school import make_roster, of_school
    from turbo_admin.office.settings.school_edits import add_school
    from turbo_admin.store.engine.account_tables import AccountDinerTable, AccountTable, SheetTable
    from turbo_admin.store.engine.diner_tables import DinerCardTable, DinerTable
    from turbo_admin.store.engine.journal_tables import JournalTable
    from turbo_admin.store.engine.request_tables import RequestTable
    from turbo_admin.store.engine.sync_tables import SyncRunTable

    if not lines:
        return ""
    add_school(desk, _UAI, _SCHOOL, "0683")
    # The collège has seven of ten.
    people = of_school(make_roster(min(100_000, max(40, lines * 10 // 7))), _UAI)
    many = [people[place % len(people)] for place in range(lines)]
    now = datetime.now(UTC)
    accounts = range(0, lines, 2)
    with desk.database.write() as session:
        session.execute(insert(DinerTable), [_diner(place, one) for place, one in enumerate(many)])
        session.execute(insert(RequestTable), [_request(place, one, now) for place, one in enumerate(many)])
        session.execute(insert(AccountTable), [_account(place, many[place], now) for place in accounts])
        session.execute(
            insert(AccountDinerTable),
            [{"account_id": f"a{place}", "diner_id": f"d{place}"} for place in accounts],
        )
        session.execute(insert(SheetTable), [_sheet(place, now) for place in accounts])
        session.execute(insert(JournalTable), [_act(place, now) for place in reversed(range(lines))])
        session.execute(insert(SyncRunTable), [_run(place, now) for place in reversed(range(lines))])
        former = {"card": "0683-99001", "noted_at": now, "until_at": now, "why": "lost"}
        session.execute(insert(DinerCardTable), [former | {"diner_id": "d0"}])
    return "d0"


def _diner(place: int, one: Any) -> dict[str, Any]:
    from turbo_admin.core.matching.spellings import fold

    card = f"0683-{place % 99_999 + 1:05d}"
    return {
        "id": f"d{place}",
        "uai": _UAI,
        "last_name": one.last_name,
        "first_name": one.first_name,
        "class_name": one.class_name,
        "kind": one.kind,
        "regime": "demi-pensionnaire",
        "card": card,
        "left": one.left,
        "emails": list(one.emails),
        "search": fold(f"{one.last_name} {one.first_name} {one.class_name} {card}"),
    }


def _request(place: int, one: Any, now: datetime) -> dict[str, Any]:
    degree = ("certaine", "probable", "ambiguë", "aucune", "certaine")[place % 5]
    received, prefilled = now - timedelta(minutes=7 * place), degree in {"certaine", "probable"}
    is_open = place % 3 != 2
    email = one.emails[0] if one.emails else "personne@exemple.fr"
    return {
        "id": f"r{place}",
        "uai": _UAI,
        "card": f"{place % 99_999 + 1:05d}",
        "last_name": one.last_name.title(),
        "first_name": one.first_name,
        "email": email,
        "received_at": received,
        "state": "open" if is_open else "issued",
        "diner_id": f"d{place}" if prefilled else None,
        "degree": degree,
        "reasons": ["carte exacte", "nom et prénom identiques"] if prefilled else ["à choisir"],
        "candidates": [[f"d{place}", 88, ["carte exacte", "nom et prénom identiques"]], *_others(place)],
        "alerts": _ALERTS[place % len(_ALERTS)],
        "dealt_at": None if is_open else received + timedelta(hours=5),
        "dealt_by": "" if is_open else "claire",
        "search": f"{place} {one.last_name} {one.first_name} {email}".casefold(),
    }


def _others(place: int) -> list[Any]:
    reasons = [
        "carte à une faute de frappe près (0683-07750 au fichier)",
        "nom proche (une lettre diffère)",
        "même prénom",
        "e-mail connu pour cet hôte",
        "hôte sorti de l’établissement",
    ]
    return [[f"d{other}", 60 - other, reasons[: 5 - other]] for other in range(place % 4)]


def _account(place: int, one: Any, now: datetime) -> dict[str, Any]:
    email = f"{place}.{one.emails[0]}" if one.emails else ""
    state = ("open", "open", "blocked", "closed")[place // 2 % 4]
    return {
        "id": f"a{place}",
        "uai": _UAI,
        "login": f"ab{100_000 + place}",
        "email": email,
        "email_key": email,
        "salt": b"0" * 16,
        "generation": 1,
        "last_number": 1,
        "state": state,
        "created_at": now,
        "closed_at": now if state == "closed" else None,
        "activated_at": now if place % 4 else None,
        "last_sign_in_at": now if place % 4 else None,
        "mail_problem": "boîte inconnue" if place % 10 == 8 else "",
    }


def _sheet(place: int, now: datetime) -> dict[str, Any]:
    at = now - timedelta(days=place // 60)
    mailed = {"mail_id": f"m{place}", "mail_to": f"{place}@exemple.fr", "mail_state": "sent", "mail_at": at}
    on_paper = {"mail_id": "", "mail_to": "", "mail_state": "", "mail_at": None}
    return {
        "id": f"s{place}",
        "batch_id": f"b{place // 60}",
        "place": place % 60,
        "uai": _UAI,
        "account_id": f"a{place}",
        "reference": f"{at:%Y%m%d}-{place % 60:03}",
        "secret": None,
        "link_hash": "0" * 64,
        "number": 1,
        "generation": 1,
        "asker": ("connu", "confirmé", "à vérifier")[place % 3],
        "expires_at": at + timedelta(days=90),
        "created_at": at,
        "created_by": "claire",
        "workstation": "PC-1",
        "printed_at": at if place % 8 == 2 else None,
        "handed_at": at if place % 8 == 2 else None,
        **(mailed if place % 4 == 0 else on_paper),
    }


def _act(place: int, now: datetime) -> dict[str, Any]:
    what, subject = (
        ("request_refused", f"r{place}"),
        ("printed", f"s{place // 2 * 2}"),
        ("diner_changed", f"d{place}"),
    )[place % 3]
    who = {"who": "claire", "workstation": "PC-1", "other": ""}
    return {"at": now - timedelta(minutes=3 * place), "what": what, "subject": subject, **who}


def _run(place: int, now: datetime) -> dict[str, Any]:
    began = now - timedelta(hours=7 * place)
    failed = place % 9 == 4
    return {
        "run_id": f"u{place}",
        "uai": _UAI,
        "who": "tâche planifiée" if place % 2 else "claire",
        "workstation": "PC-1",
        "started_at": began,
        "ended_at": began + timedelta(seconds=3),
        "received": place % 5,
        "sent": place % 7,
        "error_code": "portal_unreachable" if failed else "",
        "error": "Le portail ne répond pas." if failed else "",
    }


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
