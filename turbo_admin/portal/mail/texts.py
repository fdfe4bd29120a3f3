"""What each mail says: one visible function a kind. Text and HTML come from the same blocks, so they cannot drift."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from turbo_admin.core.colours import LIGHT
from turbo_admin.core.credentials import PARIS, Provisional
from turbo_admin.core.french import NBSP, long_date, moment
from turbo_admin.portal.mail.queue import (
    AccountData,
    AddressData,
    AddressTakenData,
    AlertData,
    CredentialsData,
    ForgottenData,
    RefusalData,
    RequestData,
    SilenceData,
    VigilanceData,
)
from turbo_admin.protocol.changes import Settings


@dataclass(frozen=True, slots=True)
class Site:
    """Whose mail it is.

    Attributes:
        public_url: without a slash at its end.
    """

    uai: str
    public_url: str
    settings: Settings

    def link(self, page: str = "") -> str:
        """Return the address of a page of the school."""
        return f"{self.public_url}/e/{self.uai}" + (f"/{page}" if page else "")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's words."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Says:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values in a frame, to be copied by hand."""

    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Button:
    """A link that is pressed; in plain text its address stands alone on its line."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Steps:
    """What to do, in order."""

    steps: Sequence[str]


Block = Says | Facts | Button | Steps


def acknowledgement(site: Site, data: RequestData, secret: Provisional | None) -> Letter:
    """`demande`: we have it; press the button so that we know the address is yours."""
    who = f"{data.first_name} {data.last_name}".strip()
    blocks: list[Block] = [
        Says("Bonjour,"),
        Says(
            f"Votre demande de compte pour {who} est bien arrivée. L’établissement vous communiquera vos"
            f" identifiants par e-mail dans un délai de {site.settings.delay_hours}{NBSP}h."
        ),
    ]
    if secret:
        blocks += [
            Says("Confirmez que cette adresse e-mail est la vôtre : la réponse en sera plus rapide."),
            Button("Confirmer mon adresse", site.link(f"confirmer/{secret.link_token}")),
        ]
    blocks += [
        Says(
            "Pensez à regarder aussi dans vos courriers indésirables. Si vous n’avez rien demandé, ignorez ce message."
        ),
    ]
    return _letter(site, "Votre demande de compte", blocks)


def credentials(site: Site, data: CredentialsData, secret: Provisional | None) -> Letter:
    """`identifiants`: what the printed sheet says."""
    said = f"Voici de quoi ouvrir votre compte{_for(data.diners)} sur l’Espace Numérique."
    return _letter(site, "Vos identifiants", [*_way_in(site, said, data, secret), *_advice(site)])


def forgotten(site: Site, data: ForgottenData, secret: Provisional | None) -> Letter:
    """`oubli`: the identifiants of the address, and a new provisional password for one of them."""
    said = (
        f"Vous avez demandé vos identifiants{_for(data.diners)}. Voici de quoi choisir un nouveau mot de passe ; tant"
        " que vous ne le faites pas, l’ancien reste valable. Si vous n’avez rien demandé, ignorez ce message."
    )
    shown = CredentialsData(login=data.login, expires_at=data.expires_at, diners=data.diners)
    others = [
        Says(f"Autre identifiant de cette adresse : {other.login}{_for(other.diners)}.")
        for other in data.others
    ]
    blocks = [*_way_in(site, said, shown, secret), *others, *_advice(site)]
    return _letter(site, "Identifiant ou mot de passe oublié", blocks)


def refusal(site: Site, data: RefusalData, _secret: Provisional | None) -> Letter:
    """`refus`: the office's own words."""
    blocks: list[Block] = [
        Says("Bonjour,"),
        Says("Votre demande de compte n’a pas pu être acceptée, pour la raison suivante :"),
        *(Says(line.strip()) for line in data.reason.splitlines() if line.strip()),
        Says("Vous pouvez envoyer une nouvelle demande corrigée :"),
        Button("Créer un compte", site.link("creer-un-compte")),
    ]
    return _letter(site, "Votre demande de compte", blocks)


def password_changed(site: Site, data: AccountData, _secret: Provisional | None) -> Letter:
    """`motdepasse`: somebody, we hope you, has just changed it."""
    at = data.changed_at.astimezone(PARIS)
    blocks: list[Block] = [
        Says("Bonjour,"),
        Says(
            f"Le mot de passe de votre compte a été choisi ou changé le {long_date(at.date())} à {at:%H:%M}."
            " Si c’est bien vous, vous n’avez rien à faire."
        ),
        Facts([("Identifiant", data.login)]),
        Says(
            "Si ce n’est pas vous, demandez tout de suite un nouveau mot de passe et prévenez l’établissement :"
        ),
        Button("Mot de passe oublié", site.link("mot-de-passe-oublie")),
    ]
    return _letter(site, "Votre mot de passe a été changé", blocks)


def address(site: Site, data: AddressData, secret: Provisional | None) -> Letter:
    """`adresse`: to an address that a family wants to use; press the button so that we know it is yours."""
    blocks: list[Block] = [
        Says("Bonjour,"),
        Says(
            "Cette adresse e-mail vient d’être indiquée pour un compte de l’Espace Numérique. Appuyez sur le bouton pour"
            " dire qu’elle est bien la vôtre : elle remplacera alors l’ancienne."
        ),
    ]
    if secret:
        blocks.append(Button("Confirmer mon adresse", site.link(f"confirmer-adresse/{secret.link_token}")))
    blocks += [
        Says(f"Ce lien ne sert qu’une fois, et s’arrête le {moment(data.expires_at)}."),
        Says("Si vous n’avez rien demandé, ignorez ce message : rien ne changera."),
    ]
    return _letter(site, "Confirmez votre nouvelle adresse", blocks)


def address_taken(site: Site, data: AddressTakenData, _secret: Provisional | None) -> Letter:
    """`adresse-prise`: the same, when another account has it; only whoever reads that mailbox learns it."""
    blocks: list[Block] = [
        Says("Bonjour,"),
        Says(
            f"Le {moment(data.asked_at)}, cette adresse e-mail a été indiquée pour un compte de l’Espace Numérique. Elle"
            " est déjà celle d’un autre compte du même établissement, et une adresse ne sert qu’à un compte : rien n’a"
            " été changé."
        ),
        Says(
            "Pour réunir vos enfants sur un seul compte, adressez-vous à l’établissement. Pour retrouver le compte de"
            " cette adresse :"
        ),
        Button("Identifiant ou mot de passe oublié", site.link("mot-de-passe-oublie")),
        Says("Si vous n’avez rien demandé, ignorez ce message."),
    ]
    return _letter(site, "Cette adresse sert déjà", blocks)


def address_asked(site: Site, data: AccountData, _secret: Provisional | None) -> Letter:
    """`adresse-demandee`: to the address in use, while there is still time to say no."""
    blocks: list[Block] = [
        Says("Bonjour,"),
        Says(
            f"Le {moment(data.changed_at)}, le remplacement de cette adresse e-mail par une autre a été demandé pour"
            " votre compte. Rien n’est encore changé : la nouvelle adresse doit d’abord être confirmée. Si c’est bien"
            " vous, vous n’avez rien à faire ici."
        ),
        Facts([("Identifiant", data.login)]),
        Says(
            "Si ce n’est pas vous, choisissez tout de suite un nouveau mot de passe : cela annule le changement. Prévenez"
            " aussi l’établissement."
        ),
        Button("Mot de passe oublié", site.link("mot-de-passe-oublie")),
    ]
    return _letter(site, "Changement d’adresse demandé", blocks)


def address_changed(site: Site, data: AccountData, _secret: Provisional | None) -> Letter:
    """`adresse-changee`: the last mail to the former address."""
    blocks: list[Block] = [
        Says("Bonjour,"),
        Says(
            f"L’adresse e-mail de votre compte a été changée le {moment(data.changed_at)}. Nos messages iront désormais"
            " à la nouvelle ; celui-ci est le dernier envoyé ici. Si c’est bien vous, vous n’avez rien à faire."
        ),
        Facts([("Identifiant", data.login)]),
        Says("Si ce n’est pas vous, prévenez tout de suite l’établissement : il peut bloquer le compte."),
    ]
    return _letter(site, "Votre adresse e-mail a été changée", blocks)


def closed(site: Site, data: AccountData, _secret: Provisional | None) -> Letter:
    """`fermeture`: the family has closed its account."""
    blocks: list[Block] = [
        Says("Bonjour,"),
        Says(
            f"Votre compte a été fermé le {moment(data.changed_at)}, comme demandé dans l’Espace Numérique. Il ne permet"
            " plus de se connecter, sur aucun appareil."
        ),
        Facts([("Identifiant", data.login)]),
        Says(
            "Si ce n’est pas vous, prévenez tout de suite l’établissement : il peut rouvrir le compte. Si vous changez"
            " d’avis plus tard, demandez un nouveau compte :"
        ),
        Button("Créer un compte", site.link("creer-un-compte")),
    ]
    return _letter(site, "Votre compte est fermé", blocks)


def linked(site: Site, data: AccountData, _secret: Provisional | None) -> Letter:
    """`espaces-relies`: another school's password opens this account too from now on."""
    blocks: list[Block] = [
        Says("Bonjour,"),
        Says(
            f"Le {moment(data.changed_at)}, votre compte a été relié à celui d’un autre établissement, dans un navigateur"
            " où les deux étaient ouverts. Le mot de passe de l’un ouvre désormais aussi l’autre. Si c’est bien vous, vous"
            " n’avez rien à faire."
        ),
        Facts([("Identifiant", data.login)]),
        Says(
            "Si ce n’est pas vous, demandez tout de suite un nouveau mot de passe par ce bouton : s’en servir met fin à ce"
            " lien. Prévenez aussi l’établissement."
        ),
        Button("Mot de passe oublié", site.link("mot-de-passe-oublie")),
    ]
    return _letter(site, "Vos espaces sont reliés", blocks)


def alert(site: Site, data: AlertData, _secret: Provisional | None) -> Letter:
    """`alerte`: for the office, without a name: a request waits."""
    at = data.received_at.astimezone(PARIS)
    blocks: list[Block] = [
        Says("Bonjour,"),
        Says(f"Une demande de création de compte est arrivée le {long_date(at.date())} à {at:%H:%M}."),
        Says(
            "Dans Turbo Admin, appuyez sur « Synchroniser maintenant » pour la voir. D’autres demandes reçues dans"
            " l’heure qui suit ne sont pas annoncées une à une."
        ),
    ]
    return _letter(site, "Une demande de compte attend", blocks)


def silence(site: Site, data: SilenceData, _secret: Provisional | None) -> Letter:
    """`silence`: for the office: nobody has synchronised for too long."""
    at = data.last_sync_at.astimezone(PARIS)
    blocks: list[Block] = [
        Says("Bonjour,"),
        Says(
            f"La dernière synchronisation de Turbo Admin avec l’Espace Numérique date du {long_date(at.date())}"
            f" à {at:%H:%M}. Depuis, les demandes des familles ne parviennent plus au bureau, et ce que le bureau prépare"
            " ne parvient plus aux familles. Rien n’est perdu : tout partira à la prochaine synchronisation."
        ),
        Steps(
            [
                "Sur le poste du bureau, ouvrez Turbo Admin et appuyez sur « Synchroniser maintenant ».",
                "Si elle échoue, appuyez sur « Tester la connexion » dans Configuration › Espace numérique : le logiciel"
                " dit ce qui ne va pas, et que faire.",
                "Vérifiez dans Configuration › Planification que la synchronisation de la nuit est installée, et que ce"
                " poste reste allumé.",
            ]
        ),
        Says(
            "Si l’établissement est fermé, indiquez ses fermetures dans Configuration › Espace numérique : ce message"
            " n’est alors plus envoyé."
        ),
    ]
    return _letter(site, "Le bureau ne synchronise plus", blocks)


def vigilance(site: Site, data: VigilanceData, _secret: Provisional | None) -> Letter:
    """`vigilance`: for who answers for a diner: another address has an account for it, or asks; which one is not said."""
    whom = data.first_name or "votre enfant"
    happened = (
        f"Un compte de l’Espace Numérique vient d’être ouvert pour {whom}, avec une autre adresse e-mail que la vôtre."
        if data.opened
        else f"Un compte de l’Espace Numérique a été demandé pour {whom}, avec une autre adresse e-mail que la vôtre."
        " L’établissement vérifie cette demande avant d’y répondre."
    )
    blocks: list[Block] = [
        Says("Bonjour,"),
        Says(happened),
        Says("Si c’est vous, un autre responsable ou l’élève, vous n’avez rien à faire."),
        Says("Si ce n’est pas normal, appelez la cantine ou écrivez-lui sans attendre :"),
        Facts(
            [
                *([("Téléphone", site.settings.phone)] if site.settings.phone else []),
                *([("E-mail", site.settings.email)] if site.settings.email else []),
                ("Établissement", site.settings.name),
            ]
        ),
        Says("Vous recevez ce message parce que l’établissement connaît votre adresse pour cette personne."),
    ]
    subject = "Un compte a été ouvert" if data.opened else "Un compte a été demandé"
    return _letter(site, subject, blocks)


TEXTS: dict[str, Callable[[Site, Any, Provisional | None], Letter]] = {
    "demande": acknowledgement,
    "identifiants": credentials,
    "oubli": forgotten,
    "refus": refusal,
    "motdepasse": password_changed,
    "adresse": address,
    "adresse-prise": address_taken,
    "adresse-demandee": address_asked,
    "adresse-changee": address_changed,
    "fermeture": closed,
    "espaces-relies": linked,
    "alerte": alert,
    "silence": silence,
    "vigilance": vigilance,
}


def _way_in(site: Site, said: str, data: CredentialsData, secret: Provisional | None) -> list[Block]:
    password = secret.password if secret and site.settings.mail_shows_password else ""
    facts = [("Identifiant", data.login)]
    by_hand = ""
    if password:
        facts.append(("Mot de passe provisoire", password))
        by_hand = f", ou connectez-vous sur {site.link('connexion')} avec ce qui est écrit ici"
    steps = [
        f"Appuyez sur le bouton ci-dessous{by_hand}.",
        "Choisissez votre propre mot de passe.",
        "Il servira, avec votre identifiant ou votre adresse e-mail, à toutes vos connexions.",
    ]
    blocks: list[Block] = [Says("Bonjour,"), Says(said), Facts(facts), Steps(steps)]
    if secret:
        blocks.append(Button("Ouvrir mon espace", site.link(f"activer/{secret.link_token}")))
    at = data.expires_at.astimezone(PARIS)
    valid = "Le mot de passe provisoire et le bouton servent" if password else "Le bouton sert"
    blocks.append(Says(f"{valid} une seule fois, jusqu’au {long_date(at.date())} à {at:%H:%M}."))
    return blocks


def _advice(site: Site) -> list[Block]:
    return [
        Says(
            "Délai passé, message perdu ? Demandez-en un autre par « identifiant \\ mot de passe oublié(s) ? »"
            f" sur {site.link()}"
        ),
        Says("Personne ne vous demandera jamais votre mot de passe, ni par e-mail ni par téléphone."),
    ]


def _for(diners: Sequence[str]) -> str:
    if not diners:
        return ""
    *most, last = diners
    return " pour " + (f"{', '.join(most)} et {last}" if most else last)


def _letter(site: Site, subject: str, blocks: Sequence[Block]) -> Letter:
    name = site.settings.name
    contact = [part for part in (name, *site.settings.address.splitlines()) if part.strip()]
    reach = [part for part in (site.settings.phone, site.settings.email) if part.strip()]
    foot = [*contact, " · ".join(reach), "Message envoyé automatiquement par l’Espace Numérique."]
    foot = [_french(line) for line in foot if line]
    text = "\n\n".join(_as_text(block) for block in blocks) + "\n\n-- \n" + "\n".join(foot) + "\n"
    return Letter(_french(f"{subject} – {name}"), text, _page(name, subject, blocks, foot))


def _as_text(block: Block) -> str:
    match block:
        case Says(text):
            return _french(text)
        case Facts(lines):
            return "\n".join(f"    {label}{NBSP}: {value}" for label, value in lines)
        case Button(label, url):
            return f"{label}{NBSP}:\n{url}"
        case Steps(steps):
            return "\n".join(f"{number}. {_french(step)}" for number, step in enumerate(steps, 1))


def _as_html(block: Block) -> str:
    match block:
        case Says(text):
            return f'<p style="margin:0 0 16px">{escape(_french(text))}</p>'
        case Facts(lines):
            rows = "".join(
                f'<tr><td style="padding:4px 16px 4px 0;color:{LIGHT.muted}">{escape(label)}{NBSP}:</td>'
                f'<td style="padding:4px 0;font:bold 18px Consolas,Menlo,monospace">{escape(value)}</td></tr>'
                for label, value in lines
            )
            return (
                f'<table role="presentation" style="margin:0 0 16px;padding:12px 16px;background:{LIGHT.soft};'
                f'border-radius:6px">{rows}</table>'
            )
        case Button(label, url):
            return (
                f'<p style="margin:0 0 8px"><a href="{escape(url)}" style="display:inline-block;padding:12px 20px;'
                f"background:{LIGHT.accent};color:{LIGHT.on_accent};border-radius:6px;text-decoration:none;"
                f'font-weight:bold">{escape(label)}</a></p><p style="margin:0 0 16px;font-size:13px;'
                f'color:{LIGHT.muted};word-break:break-all">{escape(url)}</p>'
            )
        case Steps(steps):
            items = "".join(f'<li style="margin:0 0 6px">{escape(_french(step))}</li>' for step in steps)
            return f'<ol style="margin:0 0 16px;padding-left:22px">{items}</ol>'


def _page(name: str, title: str, blocks: Sequence[Block], foot: Sequence[str]) -> str:
    body = "\n".join(_as_html(block) for block in blocks)
    return (
        '<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title></head>'
        f'<body style="margin:0;padding:24px 12px;background:{LIGHT.window};color:{LIGHT.text};'
        "font:16px/1.5 -apple-system,'Segoe UI',Roboto,Arial,sans-serif\">"
        f'<div style="max-width:560px;margin:0 auto;padding:24px;background:{LIGHT.surface};'
        f'border:1px solid {LIGHT.line};border-radius:8px">'
        f'<p style="margin:0 0 20px;font-weight:bold;color:{LIGHT.accent}">{escape(name)}<br>'
        f'<span style="font-weight:normal;color:{LIGHT.muted}">Espace Numérique</span></p>\n'
        f"{body}\n"
        f'<p style="margin:24px 0 0;padding-top:16px;border-top:1px solid {LIGHT.line};font-size:13px;'
        f'color:{LIGHT.muted}">{"<br>".join(escape(line) for line in foot)}</p></div></body></html>\n'
    )


def _french(text: str) -> str:
    """Put the no-break spaces that French typography asks for; addresses hold none of these signs."""
    for sign in (":", ";", "!", "?", "»"):
        text = text.replace(f" {sign}", f"{NBSP}{sign}")
    return text.replace("« ", f"«{NBSP}")
