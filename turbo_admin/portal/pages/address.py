"""« Changer mon adresse e-mail »: asked with the password, confirmed from the new mailbox."""

from litestar import get, post
from litestar.params import FromPath

from turbo_admin.core.emails import LONGEST, parse_email, same_email, suggest_email
from turbo_admin.core.errors import Refused
from turbo_admin.core.language import _
from turbo_admin.portal.accounts.own_account import (
    AddressConfirmation,
    ask_address,
    confirm_address,
    give_address_up,
    waiting_address,
)
from turbo_admin.portal.accounts.requests import TOKEN_SHAPE
from turbo_admin.portal.base.page_texts import ADDRESS_DOUBT, ADDRESS_SAME, ADDRESS_TOO_OFTEN
from turbo_admin.portal.pages.access_log import note
from turbo_admin.portal.pages.choose import PasswordChoice
from turbo_admin.portal.pages.password_check import FIELD, check_password, lock_verified_account
from turbo_admin.portal.pages.visit import PageResponse, Visit, WebRequest, visit_of

# Hidden field with the address that the family was already asked about.
_VERIFIED = "verifie"


@get("/mon-compte/adresse", sync_to_thread=True)
def show_address(request: WebRequest) -> PageResponse:
    """Show the form."""
    return _form(visit_of(request), {})


@post("/mon-compte/adresse", status_code=303)
async def change_address(request: WebRequest) -> PageResponse:
    """Mail a link to the new address, after the password. The answer is the same when another account has the address."""
    visit = visit_of(request)
    choice, unproved = await check_password(visit)
    email, wrong = _typed(visit, choice)
    if unproved:
        wrong[FIELD] = unproved
    if wrong:
        return await visit.in_thread(_form, wrong)
    return await visit.in_thread(_ask, choice, email)


@post("/mon-compte/adresse/annuler", status_code=303, sync_to_thread=True)
def give_up(request: WebRequest) -> PageResponse:
    """Cancel the change; the link in the mail stops working."""
    visit = visit_of(request)
    with visit.opened() as connection:
        account_id = visit.session_of("full").account_id
        give_address_up(connection, visit.uai, account_id)
        visit.log(connection, account_id, "email_given_up")
    visit.cookies.notify("adresse-annulee")
    return visit.redirect("mon-compte")


@get("/confirmer-adresse/{token:str}", sync_to_thread=True)
def show_new_address(request: WebRequest) -> PageResponse:
    """Show the button, whatever the token: mail scanners open every link."""
    visit = visit_of(request)
    visit.load()
    return visit.page("confirm_address.html", came="")


@post("/confirmer-adresse/{token:str}", status_code=200, sync_to_thread=True)
def confirm_new_address(request: WebRequest, token: FromPath[str]) -> PageResponse:
    """Consume the link and change the address. No session is needed: access to the mailbox is the proof."""
    visit = visit_of(request)
    with visit.opened() as connection:
        known = TOKEN_SHAPE.fullmatch(token)
        came = (
            confirm_address(connection, visit.uai, token, now=visit.now)
            if known
            else AddressConfirmation.DEAD
        )
        note(visit, "address_confirmed", came=came.value)
        return visit.page(
            "confirm_address.html", 200 if came is AddressConfirmation.DONE else 400, came=came.value
        )


def _typed(visit: Visit, choice: PasswordChoice) -> tuple[str, dict[str, str]]:
    """Return the address of the form, and what is wrong with it."""
    try:
        # NUL bytes: PostgreSQL refuses them in text.
        email = parse_email(visit.form.get("email", "").replace("\0", "")[: LONGEST + 1])
    except Refused as refused:
        return "", {"email": str(refused)}
    if same_email(email, choice.account.email):
        return email, {"email": _(ADDRESS_SAME)}
    meant = suggest_email(email)
    # Asked once: sending the same address again confirms it.
    doubted = meant and visit.form.get(_VERIFIED, "") != email
    return email, {"email": _(ADDRESS_DOUBT).format(meant=meant)} if doubted else {}


def _ask(visit: Visit, choice: PasswordChoice, email: str) -> PageResponse:
    with visit.opened() as connection:
        account = lock_verified_account(visit, connection, choice)
        if account is None:
            wrong = {FIELD: str(Refused("password_wrong"))}
        elif not visit.allows(
            connection, "adresse", account.account_id, visit.site.limits.addresses_of_account
        ):
            wrong = {"email": _(ADDRESS_TOO_OFTEN)}
        else:
            wrong = {}
            ask_address(connection, visit.uai, account, email, now=visit.now)
            visit.log(connection, account.account_id, "email_asked")
    # After the transaction, which must commit the count of tries.
    if wrong:
        return _form(visit, wrong)
    visit.cookies.notify("adresse")
    return visit.redirect("mon-compte")


def _form(visit: Visit, wrong: dict[str, str]) -> PageResponse:
    with visit.opened() as connection:
        session = visit.session_of("full")
        return visit.page(
            "address.html",
            400 if wrong else 200,
            waiting=waiting_address(connection, visit.uai, session.account_id, now=visit.now),
            typed=(visit.form or visit.cookies.typed("mon-compte/adresse")).get("email", "")[:LONGEST],
            verified_name=_VERIFIED,
            verified=_asked_about(visit),
            wrong=wrong,
        )


def _asked_about(visit: Visit) -> str:
    """Return the address of the form if it is valid: the next form carries it as already asked about."""
    try:
        return parse_email(visit.form.get("email", "").replace("\0", "")[: LONGEST + 1])
    except Refused:
        return ""
