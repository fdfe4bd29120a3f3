"""Composes a mail: the school's texts or the standard ones around fixed blocks, as text and HTML."""

import re
from collections.abc import Sequence
from html import escape

from turbo_admin.core import language
from turbo_admin.core.colours import LIGHT
from turbo_admin.core.french import NBSP
from turbo_admin.core.language import _
from turbo_admin.core.mails.blocks import Block, Button, Facts, Letter, Paragraph, Steps
from turbo_admin.core.mails.own import (
    LONGEST_SUBJECT,
    MailSite,
    OwnText,
    fill,
    own_words,
    paragraphs,
    well_set,
)
from turbo_admin.core.mails.words import SUBJECT_BLANKS, WORDS

_NO_WORDS = OwnText("")
_BREAK = "\n"
# Passwords and logins are copied by hand: never broken at a hyphen.
_BY_HAND = re.compile(r"[\w-]{1,16}")


def compose(site: MailSite, kind: str, blocks: Sequence[Block], *, prenom_nom: str = "") -> Letter:
    """Return the mail to a family.

    Args:
        kind: a key of `words.WORDS`.
        blocks: the fixed part, between opening and closing.
        prenom_nom: the person the mail is about; empty for none.
    """
    words, own = WORDS[kind], site.own.get(kind, _NO_WORDS)
    values = {
        "etablissement": site.name,
        "contact": _("{phone} ou {email}").format(phone=site.phone, email=site.email)
        if site.phone and site.email
        else site.phone or site.email or site.name,
        "prenom_nom": prenom_nom,
        "delai": _("{hours} h").format(hours=site.delay_hours),
    }
    subject = own_words(own.subject, SUBJECT_BLANKS, values, longest=LONGEST_SUBJECT)
    opening = paragraphs(own_words(own.opening, words.blanks, values)) or [
        fill(_(part), values) for part in (words.opening if prenom_nom else words.nameless or words.opening)
    ]
    closing = paragraphs(own_words(own.closing, words.blanks, values))
    return lay_out(
        site,
        subject or fill(_(words.subject), values),
        [*map(Paragraph, opening), *blocks, *map(Paragraph, closing)],
    )


def lay_out(site: MailSite, subject: str, blocks: Sequence[Block]) -> Letter:
    """Lay blocks out as a mail of a school, in text and HTML."""
    contact = [part for part in (site.name, *site.address.splitlines()) if part.strip()]
    foot = [*map(well_set, (*contact, " · ".join(site.reach)))]
    foot = [*filter(None, foot), _("Message envoyé automatiquement par l’Espace Numérique.")]
    text = "\n\n".join(_as_text(block) for block in blocks) + "\n\n-- \n" + "\n".join(foot) + "\n"
    return Letter(subject, text, _page(site.name, subject, blocks, foot))


def _as_text(block: Block) -> str:
    match block:
        case Paragraph(text):
            return text
        case Facts(lines):
            return "\n".join(f"    {label}{NBSP}: {value}" for label, value in lines)
        case Button(label, url):
            return f"{label}{NBSP}:\n{url}"
        case Steps(steps):
            return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))


def _as_html(block: Block) -> str:
    match block:
        case Paragraph(text):
            return f'<p style="margin:0 0 16px">{escape(text).replace(_BREAK, "<br>")}</p>'
        case Facts(lines):
            rows = "".join(
                f'<tr><td style="padding:6px 12px;color:{LIGHT.muted};'
                f'overflow-wrap:normal;word-break:normal">{escape(label)}{NBSP}:</td>'
                f'<td style="padding:6px 12px 6px 0;font:bold 16px Consolas,Menlo,monospace;'
                f'white-space:{"nowrap" if _BY_HAND.fullmatch(value) else "normal"}">{escape(value)}</td></tr>'
                for label, value in lines
            )
            return (
                '<table role="presentation" cellspacing="0" style="margin:16px 0;'
                f'background:{LIGHT.soft};border-radius:6px">{rows}</table>'
            )
        case Button(label, url):
            # The table cell has the colour, not the link: mail programs with little CSS still show a button.
            return (
                f'<table role="presentation" cellspacing="0" style="margin:16px 0 8px"><tr><td style="padding:12px 20px;'
                f'background:{LIGHT.accent};border-radius:6px"><a href="{escape(url)}" style="color:{LIGHT.on_accent};'
                f'text-decoration:none;font-weight:bold">{escape(label)}</a></td></tr></table>'
                f'<p style="margin:0 0 16px;font-size:13px;color:{LIGHT.muted};word-break:break-all">{escape(url)}</p>'
            )
        case Steps(steps):
            items = "".join(f'<li style="margin:0 0 6px">{escape(step)}</li>' for step in steps)
            return f'<ol style="margin:0 0 16px;padding-left:22px">{items}</ol>'


def _page(name: str, title: str, blocks: Sequence[Block], foot: Sequence[str]) -> str:
    body = "\n".join(_as_html(block) for block in blocks)
    return (
        f'<!DOCTYPE html>\n<html lang="{language.current().code}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title></head>'
        f'<body style="margin:0;padding:24px 12px;background:{LIGHT.window};color:{LIGHT.text};'
        "font:16px/1.5 -apple-system,'Segoe UI',Roboto,Arial,sans-serif\">"
        '<table role="presentation" width="100%" cellspacing="0" style="max-width:560px;margin:0 auto;'
        f'background:{LIGHT.surface};border:1px solid {LIGHT.line};border-radius:8px"><tr><td style="padding:24px 16px;'
        # Long addresses and names must not make the mail wider than a telephone.
        f'overflow-wrap:anywhere;word-break:break-word">'
        f'<p style="margin:0 0 20px;font-weight:bold;color:{LIGHT.accent}">{escape(name)}<br>'
        f'<span style="font-weight:normal;color:{LIGHT.muted}">{_("Espace Numérique")}</span></p>\n'
        f"{body}\n"
        f'<p style="margin:24px 0 0;padding-top:16px;border-top:1px solid {LIGHT.line};font-size:13px;'
        f'color:{LIGHT.muted}">{"<br>".join(escape(line) for line in foot)}</p></td></tr></table></body></html>\n'
    )
