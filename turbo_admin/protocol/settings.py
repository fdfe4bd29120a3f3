"""A school's settings, as the office edits them and the portal shows them to families."""

from datetime import date
from functools import cache
from hashlib import sha256
from typing import Annotated

from msgspec import Meta, Struct, json

from turbo_admin.core.mails.own import OwnText
from turbo_admin.protocol.messages import LongText, ShortText

Days = Annotated[int, Meta(ge=1, le=366)]


class SchoolClosure(Struct, frozen=True):
    """Days, both included, on which the office is shut or families may not pay or book."""

    first: date
    last: date
    label: ShortText = ""
    blocks_payment: bool = False
    blocks_booking: bool = False


class Settings(Struct, frozen=True, kw_only=True):
    """How the school shows itself to families: the one definition of these settings.

    The office's own (`office.settings.school_settings.SchoolSettings`) extends it, the office's form finds its fields by
    their names, the portal stores it as it comes.

    Attributes:
        welcome: plain text shown on the home page, paragraphs parted by an empty line.
        request_notice: plain text beside the request form.
        delay_hours: the delay promised to families.
        opening_weekdays: 0 Monday … 6 Sunday.
        accept_confirmed: whether confirmed addresses may be ticked in bulk at the office.
        mail_shows_password: whether the mail holds the provisional password, or the link only.
        mail_days, paper_days: lifetimes of a provisional password.
        site_code: the first four digits of its cards, by which families may find it; empty when the office has none.
        silence_hours: of opening days without a synchronisation, after which the office is warned by mail; 0 for never.
        mail_texts: the school's own words, at most one for each kind of mail.
    """

    name: ShortText
    address: LongText = ""
    phone: ShortText = ""
    email: ShortText = ""
    request_alert_email: ShortText = ""
    welcome: LongText = ""
    request_notice: LongText = ""
    delay_hours: Annotated[int, Meta(ge=1, le=999)] = 48
    opening_weekdays: tuple[Annotated[int, Meta(ge=0, le=6)], ...] = (0, 1, 2, 3, 4)
    closures: tuple[SchoolClosure, ...] = ()
    accept_confirmed: bool = True
    payment_blocked: bool = False
    booking_blocked: bool = False
    mail_shows_password: bool = True
    mail_sender_name: ShortText = ""
    mail_reply_to: ShortText = ""
    mail_days: Days = 30
    paper_days: Days = 90
    privacy_text: LongText = ""
    legal_text: LongText = ""
    silence_hours: Annotated[int, Meta(ge=0, le=999)] = 36
    site_code: ShortText = ""
    mail_texts: Annotated[tuple[OwnText, ...], Meta(max_length=60)] = ()


@cache
def settings_read() -> str:
    """Return a mark of what this version of the code reads of settings; a version that reads more has another."""
    kinds = json.schema(Settings)["$defs"]
    names = sorted(f"{kind}.{name}" for kind, one in kinds.items() for name in one.get("properties", ()))
    return sha256(" ".join(names).encode()).hexdigest()[:16]
