"""`turbo-admin demo`: an invented school on real parts."""

import argparse
import os
import sys
from pathlib import Path

_SMALLEST_ROSTER = 20


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the demo command."""
    demo = commands.add_parser(
        "demo",
        help="démonstration : un établissement inventé, un portail et des familles",
        description="Démarre un portail, un serveur de courriels qui garde tout, et le bureau, sur une école inventée.\n"
        "Avec un écran, ouvre le logiciel ; sans écran, ou avec --unattended, joue la journée du bureau.",
    )
    demo.add_argument("--unattended", action="store_true", help="joue la journée sans personne")
    demo.add_argument(
        "--dir", type=Path, default=Path("demo"), metavar="D", help="dossier de ce qui est produit (demo)"
    )
    demo.add_argument(
        "--diners", type=_at_least(_SMALLEST_ROSTER), default=400, metavar="N", help="hôtes inventés (400)"
    )
    demo.add_argument(
        "--requests", type=_at_least(1), default=25, metavar="N", help="demandes des familles (25)"
    )
    demo.set_defaults(run=_run)


def _at_least(smallest: int):  # type: ignore[no-untyped-def]  # argparse wants a bare function
    def number(typed: str) -> int:
        value = int(typed)
        if not smallest <= value <= 100_000:
            raise argparse.ArgumentTypeError(f"{typed} : un nombre de {smallest} à 100000 est attendu")
        return value

    number.__name__ = "int"
    return number


def _run(options: argparse.Namespace) -> int:
    unattended = options.unattended or not _has_screen()
    if not _has_screen():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if unattended:
        return _play(options)
    from turbo_admin.demo.attended import open_demo

    return open_demo(options.dir, diners=options.diners, requests=options.requests, say=_say)


def _play(options: argparse.Namespace) -> int:
    from turbo_admin.demo.day import play

    day = play(options.dir, diners=options.diners, requests=options.requests, say=_say)
    _say(
        f"{day.diners} hôtes, {day.requests} demandes dont {day.certain} certaines, {day.issued} traitées,"
        f" {day.sheets} fiches, {day.mailed} courriels, {day.signed_in} familles connectées."
    )
    _say(f"Le tout est dans {options.dir} : screens, sheets, mail, day.json.")
    return 0


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _has_screen() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    return platform not in {"offscreen", "minimal"} and bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
