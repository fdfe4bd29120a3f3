"""Settings of a school: read, validate, save, enqueue for the portal."""

from datetime import date
from hashlib import sha256
from typing import Any

import msgspec
from msgspec.structs import fields, replace
from sqlalchemy.orm import Session

from turbo_admin.core.emails import parse_email
from turbo_admin.core.errors import Refused
from turbo_admin.core.intake.opening_hours import ClosedPeriod, OfficeHours, Zone
from turbo_admin.core.intake.refusal_texts import FIRST_REASONS, RefusalReason
from turbo_admin.core.mails.words import check_own
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.outside.pc.school_holidays import holidays
from turbo_admin.protocol import codec
from turbo_admin.protocol.settings import (
    SchoolClosure as SchoolClosure,  # noqa: PLC0414 (for the screen, which may not know the protocol)
)
from turbo_admin.protocol.settings import Settings
from turbo_admin.store import outbox, request_matches, schools
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.school_record import SchoolRecord

SETTINGS_KEY = "school"
_LONGEST_CLOSURE_DAYS, _LONGEST_LIFETIME_DAYS = 366, 366
# Digits of the count of settings at the beginning of a mark.
_COUNTED = 4
_LONGEST_RETENTION_MONTHS = 60
_SITE_DIGITS = 4


class SchoolSettings(Settings, frozen=True, kw_only=True):
    """The settings of *Configuration › Espace numérique*: those sent to the portal, and the office's own.

    Attributes:
        notify_guardians: whether known addresses get a notice when another one asks for an account, or gets one.
        retention_months: how many months ended data is kept.
        refusal_reasons: texts offered when refusing; the portal gets only the chosen one.
    """

    refusal_reasons: tuple[RefusalReason, ...] = FIRST_REASONS
    notify_guardians: bool = True
    retention_months: int = 12


@needs(Right.CONSULT)
def settings_of(desk: Desk, uai: str) -> SchoolSettings:
    """Return the settings of a school."""
    with desk.database.read() as session:
        return of_record(schools.school(session, uai))


def of_record(school: SchoolRecord) -> SchoolSettings:
    """Return the settings stored in a school's record.

    Limits are not checked: another version may have stored a larger value. `save_settings` checks them.
    """
    # Defaults first: settings that were never stored have their default; unknown ones are ignored.
    stored = {"name": school.name} | school.settings | {"site_code": school.site_code}
    known = {field.name: field.type for field in fields(SchoolSettings) if field.name in stored}
    return SchoolSettings(**{name: _read(stored[name], kind) for name, kind in known.items()})


def _read(value: Any, kind: Any) -> Any:
    return msgspec.convert(value, kind) if isinstance(value, list) else value


def hours_of(settings: SchoolSettings) -> OfficeHours:
    """Return the office's opening hours, by which delays are counted."""
    return OfficeHours(
        frozenset(settings.opening_weekdays),
        tuple(ClosedPeriod(closure.first, closure.last, closure.label) for closure in settings.closures),
    )


def holiday_closures(zone: Zone, today: date) -> tuple[SchoolClosure, ...]:
    """Return the school holidays of a zone as closures of the office, from those under way on.

    They close the office only: families can still pay and book.
    """
    ahead = [one for one in holidays(zone) if one.last >= today]
    return tuple(SchoolClosure(one.first, one.last, one.name) for one in ahead)


@needs(Right.SETTINGS)
def save_settings(desk: Desk, uai: str, settings: SchoolSettings) -> None:
    """Store the settings of a school, and enqueue them for the next synchronisation.

    Raises:
        Refused: `school_unknown`, `settings_name`, `settings_days`, `settings_months`, `settings_closure`, `settings_opening`,
            `settings_too_long`, `site_code_shape`, `email_shape`, `mail_text_blank`, `mail_text_brace`, `mail_text_long`.
    """
    site_code = parse_site_code(settings.site_code)
    checked = replace(_check(settings), site_code=site_code)
    with desk.database.write() as session:
        school = schools.school(session, uai)
        values = _plain(checked)
        del values["site_code"]  # a column of its own
        schools.update_school(session, uai, name=checked.name, site_code=site_code, settings=values)
        if site_code != school.site_code:
            # Whose card a number is depends on it: the next list matches the open requests again.
            request_matches.outdate_school(session, uai)
        # An unpaired school gets its settings sent when it is paired.
        if school.paired_at:
            to_protocol(checked)  # refused here rather than when it is sent
            outbox.mark_changed(session, uai, "settings", [SETTINGS_KEY])
        desk.note(session, JournalCode.SETTINGS_SAVED, [(uai, "")])


def parse_site_code(typed: str) -> str:
    """Return the first four digits of a school's cards; empty for none.

    Raises:
        Refused: `site_code_shape`.
    """
    code = typed.strip()
    if code and not (code.isascii() and code.isdigit() and len(code) <= _SITE_DIGITS):
        raise Refused("site_code_shape")
    # Typed without leading zeros: 683 is 0683.
    return code.zfill(_SITE_DIGITS) if code else ""


def to_protocol(settings: SchoolSettings) -> Settings:
    """Return the settings as they are sent to the portal.

    Raises:
        msgspec.ValidationError: one is beyond its limit.
    """
    return msgspec.convert(_plain(settings), Settings)


def adopt_settings(session: Session, uai: str, adopted: Settings) -> None:
    """Take over a school's settings as the portal shows them; what it is never sent stays."""
    school = schools.school(session, uai)
    values = school.settings | msgspec.to_builtins(adopted)
    values.pop("site_code", None)  # a column of its own
    schools.update_school(session, uai, name=adopted.name, settings=values)


def is_up_to_date(school: SchoolRecord, portal_reads: str) -> bool:
    """Whether the portal has a school's settings as this version of the program sends them.

    It has not when this version sends others (a new default, a new setting), or when an updated portal reads settings that it
    ignored before. When another PC has a newer version, what that one sent is kept.

    Args:
        portal_reads: `settings_read` of its events.
    """
    try:
        mark = _mark(school, portal_reads)
    except msgspec.ValidationError:  # stored by a version with larger limits: reported when the clerk saves
        return True
    # More settings: another PC's version is newer than this one.
    return school.settings_told == mark or school.settings_told[:_COUNTED] > mark[:_COUNTED]


def enqueue_settings(session: Session, school: SchoolRecord, portal_reads: str) -> None:
    """Enqueue a school's settings, replacing those that wait."""
    outbox.mark_changed(session, school.uai, "settings", [SETTINGS_KEY])
    schools.update_school(session, school.uai, settings_told=_mark(school, portal_reads))


def _mark(school: SchoolRecord, portal_reads: str) -> str:
    """Return the mark of what is sent: the count of settings that this version knows, and a digest of their values."""
    said = codec.encode(_shown(school)) + b"\n" + portal_reads.encode()
    return f"{len(fields(Settings)):0{_COUNTED}} {sha256(said).hexdigest()}"


def _shown(school: SchoolRecord) -> Settings:
    return to_protocol(of_record(school))


def _plain(settings: SchoolSettings) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(settings)
    return plain


def _check(settings: SchoolSettings) -> SchoolSettings:
    if not settings.name.strip():
        raise Refused("settings_name")
    if not settings.opening_weekdays:
        raise Refused("settings_opening")
    for days in (settings.mail_days, settings.paper_days):
        if not 1 <= days <= _LONGEST_LIFETIME_DAYS:
            raise Refused("settings_days")
    if not 1 <= settings.retention_months <= _LONGEST_RETENTION_MONTHS:
        raise Refused("settings_months", longest=_LONGEST_RETENTION_MONTHS)
    for closure in settings.closures:
        if closure.last < closure.first or (closure.last - closure.first).days > _LONGEST_CLOSURE_DAYS:
            raise Refused(
                "settings_closure", first=f"{closure.first:%d/%m/%Y}", last=f"{closure.last:%d/%m/%Y}"
            )
    for address in (settings.email, settings.request_alert_email, settings.mail_reply_to):
        # Checks the form of the address; it raises.
        if address:
            parse_email(address)
    for own in settings.mail_texts:
        check_own(own)
    try:
        # The portal validates with the same type, so what it would refuse is refused here.
        to_protocol(settings)
    except msgspec.ValidationError as error:
        raise Refused("settings_too_long") from error
    return settings
