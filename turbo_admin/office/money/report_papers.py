"""FQE and BE as papers: the same books give the same bytes."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from turbo_admin.core.french import NBSP, PARIS, count, full_name, long_date, moment, money
from turbo_admin.core.money.cash_words import amount_in_words
from turbo_admin.core.money.receipt_numbers import closing_number, receipt_number
from turbo_admin.office.money.cash_reports import WALLET_NAMES, CashSummary, DaySheet
from turbo_admin.office.money.receipt_list import reference_of
from turbo_admin.office.settings.school_settings import of_record
from turbo_admin.outside.paper.cash_report import CashReport, ReportColumn, ReportSums
from turbo_admin.store import schools
from turbo_admin.store.engine.books.ledger_records import CashLine

_COPIES = ("agent comptable", "compte 5112", "régisseur")
_DAY_COLUMNS = (
    ReportColumn("Reçu", 0.125),
    ReportColumn("Heure", 0.06, quiet=True),
    ReportColumn("Hôte", 0.205, strong=True),
    ReportColumn("Classe", 0.065),
    ReportColumn("Compte", 0.075),
    ReportColumn("Moyen", 0.12),
    ReportColumn("Référence", 0.245, quiet=True),
    ReportColumn("Montant (€)", 0.105, right=True),
)
_SLIP_COLUMNS = (
    ReportColumn("", 0.035, right=True, quiet=True),
    ReportColumn("Reçu", 0.125),
    ReportColumn("Payé", 0.065),
    ReportColumn("En compte", 0.08),
    ReportColumn("Hôte", 0.195, strong=True),
    ReportColumn("Classe", 0.065),
    ReportColumn("Objet", 0.075),
    ReportColumn("Référence", 0.255, quiet=True),
    ReportColumn("Montant (€)", 0.105, right=True),
)


def day_paper(session: Session, sheet: DaySheet, *, at: datetime, operator: str) -> CashReport:
    """Return a day's sheet (FQE) as it is drawn.

    Args:
        at: when it is printed, or was closed.
    """
    summary = sheet.summary
    state = "journée arrêtée" if sheet.number else "provisoire, journée non arrêtée"
    number = _closing_number("FQE", summary, sheet.day, sheet.number)
    return CashReport(
        title="Fiche quotidienne d’encaissement",
        number=number,
        sender=_sender(session, summary),
        notes=(long_date(sheet.day), " · ".join(filter(None, (summary.filter_text, state)))),
        facts=(
            ("Reçus", _numbers(summary)),
            ("Nombre de pièces", count(summary.pieces, "pièce")),
            ("Caisse au matin", money(sheet.opening_cents)),
            ("Caisse au soir", money(sheet.closing_cents)),
        ),
        columns=_DAY_COLUMNS,
        rows=tuple(_day_row(summary, line, previous) for line, previous in _with_previous(summary.lines)),
        total=("Total de la fiche", count(summary.pieces, "pièce"), money(summary.total_cents)),
        words=_words("Arrêté la présente fiche", summary.total_cents),
        remark="Un montant précédé du signe moins reprend un reçu annulé, qui garde son numéro.",
        sums=(
            ReportSums(
                "Par moyen de paiement",
                tuple(
                    (one.label, count(one.received + one.taken_back, "pièce"), money(one.amount_cents))
                    for one in summary.means
                    if one.on_paper and (one.received or one.taken_back)
                ),
            ),
            _accounts(summary, "égal à la fiche"),
        ),
        signatures=(("Le régisseur", operator), ("L’agent comptable", "")),
        copies=(),
        footer=_footer(number or "FQE", session, summary, at),
    )


def slip_paper(
    session: Session, summary: CashSummary, number: int, *, at: datetime, operator: str
) -> CashReport:
    """Return a slip (BE) as it is drawn.

    Args:
        number: 0 for one that is not closed.
        at: when it was closed, or is printed.
    """
    days = [day for day, _, _ in summary.by_day]
    named = _closing_number("BE", summary, at.astimezone(PARIS).date(), number)
    return CashReport(
        title="Bordereau d’encaissement",
        number=named,
        sender=_sender(session, summary),
        notes=() if number else ("provisoire, bordereau non arrêté",),
        facts=(
            ("Période", _period(days)),
            ("Moyen de paiement", summary.filter_text.removesuffix(" seulement") or "tous les moyens"),
            ("Nombre de pièces", str(summary.pieces)),
            ("Arrêté le" if number else "Imprimé le", moment(at)),
        ),
        columns=_SLIP_COLUMNS,
        rows=_slip_rows(summary),
        total=("Total du bordereau", count(summary.pieces, "pièce"), money(summary.total_cents)),
        words=_words("Arrêté le présent bordereau", summary.total_cents),
        remark="Montants bruts, avant commissions. Une ligne sans numéro appartient au reçu du dessus.",
        sums=(
            ReportSums(
                "Par jour d’enregistrement",
                tuple(
                    (f"{day:%d/%m/%Y}", count(pieces, "pièce"), money(cents))
                    for day, pieces, cents in summary.by_day
                ),
            ),
            _accounts(summary, "égal au bordereau"),
        ),
        signatures=(("Le régisseur remet", operator), ("L’agent comptable reçoit", "")),
        copies=_COPIES,
        footer=_footer(named or "BE", session, summary, at),
    )


def _sender(session: Session, summary: CashSummary) -> tuple[str, ...]:
    known = {line.uai for line in summary.lines}
    all_schools = schools.schools(session)
    of = [school for school in all_schools if school.uai in known] or all_schools
    regie = f"Régie de recettes «{NBSP}{summary.regie.name}{NBSP}»"
    if len(of) != 1:
        return (summary.regie.name, f"{len(of)} établissements") if of else (summary.regie.name,)
    settings = of_record(of[0])
    address = ", ".join(settings.address.splitlines())
    return tuple(filter(None, (settings.name, f"UAI {of[0].uai}", address, regie)))


def _numbers(summary: CashSummary) -> str:
    given = sorted({line.number for line in summary.lines if line.reverses is None})
    if not given:
        return "aucun"
    line = summary.lines[0]
    first, last = (
        receipt_number(line.regie, line.year, one, alone=summary.alone) for one in (given[0], given[-1])
    )
    return first if len(given) == 1 else f"{first} à {last.rsplit('-', 1)[1]}"


def _number(summary: CashSummary, line: CashLine) -> str:
    return receipt_number(line.regie, line.year, line.number, alone=summary.alone)


def _closing_number(paper: str, summary: CashSummary, day: date, number: int) -> str:
    return closing_number(paper, summary.regie.code, day.year, number, alone=summary.alone) if number else ""


def _with_previous(lines: Sequence[CashLine]) -> list[tuple[CashLine, CashLine | None]]:
    return list(zip(lines, [None, *lines], strict=False))


def _is_same_piece(line: CashLine, previous: CashLine | None) -> bool:
    return previous is not None and (line.receipt_id, line.reverses is None, line.booked_on) == (
        previous.receipt_id,
        previous.reverses is None,
        previous.booked_on,
    )


def _day_row(summary: CashSummary, line: CashLine, previous: CashLine | None) -> tuple[str, ...]:
    again = _is_same_piece(line, previous)
    labels = {one.code: one.label for one in summary.means}
    return (
        "" if again else _number(summary, line),
        "" if again else f"{line.booked_at.astimezone(PARIS):%H:%M}",
        full_name(line.last_name, line.first_name),
        line.class_name,
        WALLET_NAMES[line.wallet_kind],
        "" if again else labels[line.means],
        "" if again else reference_of(line),
        plain_amount(line.amount_cents),
    )


def _slip_rows(summary: CashSummary) -> tuple[tuple[str, ...], ...]:
    rows, place = [], 0
    for line, previous in _with_previous(summary.lines):
        again = _is_same_piece(line, previous)
        place += not again
        rows.append(
            (
                "" if again else str(place),
                "" if again else _number(summary, line),
                "" if again else f"{line.paid_on:%d/%m}",
                "" if again else f"{line.booked_on:%d/%m}",
                full_name(line.last_name, line.first_name),
                line.class_name,
                WALLET_NAMES[line.wallet_kind],
                "" if again else reference_of(line),
                plain_amount(line.amount_cents),
            )
        )
    return tuple(rows)


def plain_amount(cents: int) -> str:
    """Return an amount for a column whose title says the unit: `1 234,50`, `−3,00`."""
    return money(cents).removesuffix(f"{NBSP}€").replace("-", "−")


def _accounts(summary: CashSummary, equal: str) -> ReportSums:
    rows = tuple((account, name, money(cents)) for account, name, cents in summary.by_account)
    return ReportSums("Par compte", (*rows, ("Total", equal, money(summary.total_cents))))


def _words(beginning: str, cents: int) -> tuple[str, str]:
    sign = "moins " if cents < 0 else ""
    return f"{beginning} à la somme de ", f"{sign}{amount_in_words(abs(cents))}."


def _period(days: Sequence[date]) -> str:
    if not days:
        return "aucun jour"
    if days[0] == days[-1]:
        return long_date(days[0])
    return f"du {days[0]:%d/%m/%Y} au {days[-1]:%d/%m/%Y}"


def _footer(paper: str, session: Session, summary: CashSummary, at: datetime) -> str:
    return f"{paper} · {_sender(session, summary)[0]} · {moment(at)}"
