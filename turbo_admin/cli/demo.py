"""`turbo-admin demo`: an invented school, with a real portal, mail server and office."""

import argparse
import os
import sys
from pathlib import Path

from turbo_admin.core.french import count

# A family of twins, brothers and sisters has to fit in.
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

    # argparse names the type in its error message.
    number.__name__ = "int"
    return number


def _run(options: argparse.Namespace) -> int:
    unattended = options.unattended or not _has_screen()
    if not _has_screen():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(
        f"Une école inventée : {count(options.diners, 'hôte')}, {count(options.requests, 'demande')}.",
        flush=True,
    )
    return _play(options) if unattended else _open(options)


# Imported here: the demo needs both halves of the program, the other commands only one.
def _play(options: argparse.Namespace) -> int:
    from turbo_admin.demo.day import play
    from turbo_admin.demo.steps import DemoSteps

    steps = DemoSteps(_write)
    play(options.dir, diners=options.diners, requests=options.requests, steps=steps)
    steps.write_total()
    folder, program = options.dir, _program()
    _write_places(
        ("Les fiches", str(folder / "sheets" / "identifiants.pdf")),
        ("Les écrans de la journée", str(folder / "screens")),
        ("Les e-mails reçus", str(folder / "mail")),
        ("Le journal du portail", str(folder / "portail.log")),
        ("Les nombres", str(folder / "day.json")),
        ("Le logiciel", f"{program} demo (avec un écran) l’ouvre sur cette école ; {program} ouvre le vôtre"),
        ("Le portail", "il est arrêté ; il reste ouvert aussi longtemps que le logiciel"),
    )
    return 0


def _open(options: argparse.Namespace) -> int:
    from turbo_admin.demo.attended import open_demo
    from turbo_admin.demo.school import SCHOOLS
    from turbo_admin.demo.stage import Stage
    from turbo_admin.demo.steps import DemoSteps

    def ready(stage: Stage) -> None:
        _write_places(
            ("Le logiciel", "sa fenêtre s’ouvre : appuyez sur « Synchroniser maintenant » (F5)"),
            *((school.name, stage.families_url(school)) for school in SCHOOLS),
            ("Les listes à importer", str(options.dir / "roster")),
            ("Les e-mails reçus", str(options.dir / "mail")),
            ("Le journal du portail", str(stage.log)),
        )
        print("Tout s’arrête quand la fenêtre se ferme.", flush=True)

    return open_demo(
        options.dir,
        diners=options.diners,
        requests=options.requests,
        steps=DemoSteps(_write),
        ready=ready,
    )


def _write_places(*places: tuple[str, str]) -> None:
    """Print where the results are."""
    print("Et maintenant :")
    for what, where in places:
        print(f"  {what:<26}{where}", flush=True)


def _program() -> str:
    """Return how to call this program from the current folder."""
    program = Path(sys.executable).with_name("turbo-admin")
    return str(program.relative_to(Path.cwd())) if program.is_relative_to(Path.cwd()) else "turbo-admin"


def _write(text: str) -> None:
    print(text, end="", flush=True)


# The platforms without a window still let tests open one, drawn in memory.
def _has_screen() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    return platform not in {"offscreen", "minimal"} and bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
