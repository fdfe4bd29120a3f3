"""What a mail server's answer means: one table for SMTP answers and for notices of non-delivery.

Servers agree on the three digits, less on the enhanced status (Orange says 5.1.1 of a full mailbox), and are clearest
in their words and in their provider's own numbers. So these are read in that order: number, words, status, digits.
What none of them explains is « refusé », with the server's words; a mailbox is unknown only where the answer says so.
Only what is clearly said of our own account stops the queue: words about the recipient outrank those about a sender, a
quota or a password, since a rule that one family gave its mailbox says nothing of the other mails.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from turbo_admin.portal.mail.quoting import without_addresses
from turbo_admin.portal.mail.reasons import (
    ACCOUNT,
    BAD_ADDRESS,
    BUSY,
    CLOSED,
    CONTENT,
    DOMAIN,
    FULL,
    GREYLISTED,
    LINK,
    NO_DOMAIN,
    NO_MAIL,
    POLICY,
    QUOTA,
    REFUSED,
    RELAY,
    REPUTATION,
    SENDER,
    TLS,
    TOO_BIG,
    UNKNOWN,
    UNREACHABLE,
    Reason,
)  # fmt: skip

_Table = Sequence[tuple[Reason, str]]

# Providers' own numbers. Orange, Wanadoo and La Poste end theirs alike (OFR_417, OFR004_104, LPN007_510, OUK_513).
_ORANGE = re.compile(r"\b(?:ofr|lpn|ouk)[a-z0-9]{0,4}_?(\d{3})\b")
_ORANGE_NUMBERS = (
    (REPUTATION, r"10[0-37]|20\d|425|510|630"),
    (QUOTA, r"104|109|98\d|99\d"),
    (DOMAIN, r"39\d|401|51[579]|535"),
    (ACCOUNT, r"305|402"),
    (SENDER, r"40[35]|415|421"),
    (UNKNOWN, r"416"),
    (FULL, r"417"),
    (CLOSED, r"420|426"),
    (CONTENT, r"506|513|536"),
    (TOO_BIG, r"514"),
)
_NUMBERS = (
    (QUOTA, r"\bsfr_in_\d05\b|\brp-00\d\b"),
    (REPUTATION, r"\bsfr_in_\d\d\d\b|\bs31[45]0\b|\b(?:sc|dy)-00\d\b|\btss?0?\d\d\b"),
    (UNKNOWN, r"\(s20\d{6,}\)|p=nosuchuser"),
    (CLOSED, r"p=disableduser|\(554\.30\)"),
    (FULL, r"p=overquota"),
)

_BOX = (
    r"\b(?:user(?!.agent)|recipient|mailbox|mail ?box|account|address(?! book)|adress|addressee|customer|login|inbox|alias|destinataire"
    r"|utilisateur|usager|boite|bal|adresse|compte|abonne|correspondant)s?\b"
)
# « Unknown » is said of what stands before it, unless another noun follows: « unknown lock », « unknown reason ».
_NOT_THERE = (
    r"\bunknown(?= ?(?:$|[^\w ]|\d|(?:in|at|on|or|and|here|within|by|please|sorry|rejecting|gsmtp|to (?:us|this|our))\b))|not found"
    r"|(?:could|was) ?n[o']t (?:be )?found|does ?n[o']t exist|do not exist|not exist|not known|not a valid"
    r"|un?recogni[sz]ed|not recogni[sz]ed|invalid|not listed|inconnue?s?\b(?! (?:d|p)\w+ (?:\w+ )?(?:anti|filtr))|introuvables?|inexistante?s?|n'existe pas|invalides?"
    r"|incorrecte?s?|erronee?s?|pas (?:ete|pu etre) trouvee?"
)
# What else may be unknown or invalid in a sentence that names a mailbox too.
_OTHER_THINGS = (
    r"\b(?:errors?|erreurs?|reasons?|raisons?|motifs?|causes?|contient|contains?|en-?tetes?|headers?|servers?|serveurs?|book|carnet"
    r"|certifica\w*|senders?|expediteurs?|from|contents?|contenus?|attachments?|pieces?|formats?|tokens?|jetons?|commands?|commandes?"
    r"|signatures?|keys?|cles?|locks?|verrous?|busy|occupee?|options?|protocol\w*|paramet\w*|versions?|status|etat|states?"
    r"|problem\w*|anomalies?|charset|encod\w*|conditions?)\b"
)
_GONE = rf"(?:(?!{_OTHER_THINGS}).){{0,60}}?(?:{_NOT_THERE})"
_SENDER = r"(?:sender(?!\W{0,2}s? (?:ip|reputation|score))|mailfrom|from (?:address|header)|return.?path|expediteur|emetteur)"
_MAILS = r"(?:messages|e?-?mails?|courriels|recipients|destinataires|envois)\b(?! ?size)"

_OURSELVES = r"(?:sender|expediteur|emetteur)"
_LEAD = r"^\W*(?:[245]\.\d+\.\d+\W+)?(?:the |this |le |la |l'|cette |ce |cet )?"
_CLAUSE_ENDS = r"(?: ?[;,.(\[-]|$)"

# Both tables are read from the top over what was said in lower case, without accents and without addresses: the first
# line that fits. The lines of this one say plainly whose trouble it is: the recipient's, or ours.
_PLAIN = (
    (GREYLISTED, r"gr[ea]y-?list|postgrey|liste grise"),
    (BUSY, r"receiving (?:e?-?mails?|messages) (?:too|at a rate)|receivingrate|recipient thread limit"
           r"|(?:mailbox|recipient)(?! address).{0,30}(?:throttl|\brate limit)|organization queue quota"
           r"|(?:recipient|addressee)'?s? (?:sending|receiving) (?:limit|quota|rate)"
           r"|(?:quota|limite) (?:d'envoi|de reception) (?:du|de la|de l'|de ce|de cet|de cette) ?(?:destinataire|boite|utilisateur|correspondant)"),
    (UNKNOWN, rf"{_LEAD}(?:{_BOX} (?:is |est )?(?:{_NOT_THERE})|(?:unknown|no such) (?:local )?{_BOX}){_CLAUSE_ENDS}"),
    (CLOSED, rf"{_LEAD}{_BOX} (?:is |est |has been |a ete )?(?:inacti(?:ve|f)|disabled|desactivee?|suspend(?:ed|ue?)|closed|fermee?)\b{_CLAUSE_ENDS}"),
    (QUOTA, r"\bsend(?:ing)? (?:limit|quota|rate)|(?:limit|quota)s? (?:for|of|on|on the number of) (?:sent|sending|outgoing|outbound)"
            r"|(?:outgoing|outbound|submission|relay|relaying|smtp) ?(?:e?-?mails? |messages? )?(?:limit|quota|rate)"
            r"|submissionquota|(?:quota|limites?) d'envoi|quota smtp"
            rf"|{_OURSELVES}(?:'?s)? (?:(?:mailbox|account|is|has|est|a) ){{0,2}}(?:over ?|exceeded )?(?:quota|limit)"
            rf"|(?:quota|limite?) (?:of |for |de |d')?(?:the |this |l'|cet )?{_OURSELVES}"
            rf"|(?:mailbox|account|boite|compte) (?:used to send|you send from|d'envoi|d'emission|(?:of the|de l'|de cet) ?{_OURSELVES}).{{0,25}}(?:quota|full|plein|satur|limit)"
            rf"|{_OURSELVES}'s (?:mailbox|account).{{0,15}}(?:full|quota)"
            r"|\byou(?: have|'ve)? (?:already )?(?:exceeded|reached|hit) (?:your|the|an?) (?:[\w-]+ ){0,3}(?:limit|quota|maximum|number|rate)"
            r"|vous avez (?:deja )?(?:depasse|atteint) (?:votre|vos|le|la|les) ?(?:[\w-]+ ){0,2}(?:limite|quota|maxim|nombre|plafond)"
            r"|(?:limit|quota|plafond).{0,40}(?:for|of|pour|de) (?:your|votre) (?:account|domain|compte|tenant)"
            r"|(?:your|votre) (?:account|domaine?|compte|tenant) (?:has |is |a |est )?(?:exceeded|reached|over|depasse|atteint)"),
    (SENDER, rf"domain of (?:the |your )?sender.{{0,30}}(?:not resolve|must|{_NOT_THERE})|sender'?s? (?:address )?domain (?:must|does not|doesn't|has no|is not|could not)"
             rf"|(?:your|votre) domaine?\b.{{0,20}}(?:no mx|not resolve|{_NOT_THERE})|domaine (?:de l'expediteur|d'envoi).{{0,30}}(?:{_NOT_THERE})"
             rf"|(?:address|adresse|account|mailbox) (?:that )?you (?:have )?(?:sen[dt]|are sending|used to send)(?: it| mail| this)? ?(?:from|with)?.{{0,30}}(?:{_NOT_THERE})"
             rf"|(?:return address|adresse de retour|sending (?:e?-?mail )?(?:account|address|mailbox)|(?:compte|adresse) d'envoi).{{0,30}}(?:{_NOT_THERE})"
             r"|not owned by user|sendasdenied|send(?: mail)? (?:as|from) this"),
    (POLICY, r"(?:recipient|user|customer|addressee)(?:'?s)? (?:\w+ )?(?:black|block|white|allow|safe|deny)[- ]?list|\bpersonal (?:\w+ )?(?:black|block|white|allow|safe)[- ]?list"
             r"|liste (?:noire|blanche|rouge) (?:personnelle|du destinataire|de l'utilisateur|de l'abonne)|\b(?:in|dans) .{0,25}(?:address book|carnet d'adresses|contacts)"
             r"|(?:from|by) (?:unknown|unverified|unlisted) (?:senders|addresses|sources|people|contacts)|(?:expediteurs|adresses|correspondants) inconnue?s\b"
             r"|mail ?in ?black|expediteur inconnu.{0,30}authentifi"),
    (CLOSED, r"\b(?:(?:recipient|addressee)(?:'s)?|mailbox|user's|customer's) (?:account |mailbox )?password (?:has |is )?(?:expired|locked|reset)"
             r"|mot de passe (?:du|de la|de l'|de cet?|de cette) ?(?:destinataire|boite|utilisateur|correspondant|abonne|titulaire)"),
    (FULL, r"(?:mail ?box|inbox|boite|\bbal)\b.{0,20}(?:\bfull\b|pleine?s?\b|satur)|too many (?:messages|e?-?mails) in (?:\w+ ){0,2}(?:mail ?box|inbox|account|folder)"
           r"|trop de (?:messages|courriels|e?-?mails) dans|(?:mail ?box|inbox|boite|storage|stockage) quota|quota (?:de (?:la |sa |cette )?boite|de stockage|of (?:the |this )?mail ?box)"),
)  # fmt: skip
_WORDS = (
    (LINK, r"must issue a? ?starttls|starttls (?:is )?(?:required|command first)"),
    (TLS, r"\b(?:(?:start)?tls|ssl|encryption|chiffrement) (?:is |est )?(?:required|needed|mandatory|requis|exige|obligatoire|necessaire)"
          r"|(?:requires?|exige) (?:an? |une? )?(?:tls|ssl|encrypt|chiffr|liaison chiffr|connexion chiffr)"),
    (QUOTA, r"(?:daily|hourly|(?:per|par) (?:day|hour|minute|jour|heure)).{0,40}(?:limit|quota|exceed|atteint|depass)"
            r"|(?:exceed|limit|quota|maximum).{0,40}(?:daily|hourly|(?:per|par) (?:day|hour|minute|jour|heure))"
            rf"|(?:maximum|max|allowed).{{0,20}}{_MAILS}.{{0,20}}(?:per|exceed|reach)|exceed\w* (?:\w+ ){{0,4}}(?:messages|e?-?mails|recipients)\b"
            rf"|too (?:many|much) (?:\w+ ){{0,2}}(?:{_MAILS}|connections|sessions)|sending (?:too|{_MAILS} too)|\brate.?limit|throttl"
            r"|unusual (?:sending )?rate|message rate|tenant.{0,30}exceed|exceeded threshold"
            rf"|limite (?:journaliere|quotidienne|horaire)|trop (?:de|d') ?(?:\w+ )?(?:{_MAILS}|connexions)"
            rf"|nombre (?:maxi\w*|max)\b.{{0,20}}{_MAILS}|(?:depass|attei)\w+.{{0,40}}envoi"),
    (DOMAIN, r"\b(?:spf|dkim|dmarc)\b|unauthenticated (?:e?-?mail|message|sender)|(?:e?-?mail|message|sender) is unauthenticated"),
    (RELAY, r"relay(?:ing)?.{0,15}(?:denied|not (?:permitted|allowed)|prohibited|rejected|forbidden|restricted|refused)"
            r"|(?:unable|not permitted|not allowed|not authori[sz]ed|isn't allowed|cannot|do(?:es)? not) (?:to )?relay|no relaying"
            r"|relais?(?:yage)?.{0,15}(?:interdit|refus|non autoris)|list of allowed rcpthosts"),
    (POLICY, r"resolver\.rst|restricted to|(?:permissions?|authori[sz]ed|allowed) to (?:send|post|email|mail) (?:e?-?mails? |messages? )?to\b"),
    (SENDER, rf"{_SENDER}(?: e?-?mail)?(?: address| domain)?.{{0,30}}(?:reject|refus|denied|not allowed|not owned|verif|blocked|{_NOT_THERE})"
             rf"|(?:invalid|bad|unknown|outbound|illegal) {_SENDER}"),
    (ACCOUNT, r"authentication (?:is )?(?:required|needed|failed|failure|unsuccessful|invalid|credentials)|must (?:first )?(?:be )?authenticat"
              r"|not (?:been )?authenticated|smtp auth|(?:login|log in|sign in).{0,15}(?:required|failed|denied|first)|invalid (?:login|credentials)"
              r"|authentifi\w+.{0,20}(?:requis|obligatoire|echou|invalide|necessaire|refus)|identification (?:requise|obligatoire)"
              r"|password.{0,20}(?:not accepted|incorrect|wrong|invalid|required|expired|fail|denied|reject|refus)|(?:bad|wrong|incorrect) (?:user ?name or )?password"
              r"|mot de passe.{0,20}(?:incorrect|invalide|errone|faux|expire|refus|requis)|(?:your|votre) (?:e?-?mail )?(?:account|compte|mailbox|boite).{0,40}(?:block|lock|suspend|disabled|bloqu|restrict|desactiv)"),
    (REPUTATION, r"(?:block|black|deny)[- ]?list|liste noire|\b(?:rbl|dnsbl)\b|spamhaus|spamcop|barracuda|\bsorbs\b|abusix|cloudmark|uceprotect"
                 r"|senderscore|reputation|client host.{0,20}(?:block|bann|reject|refus)|\bip\b.{0,40}(?:block|bann|banni|bloqu|reject|refus|listed|denied|spam)"
                 r"|(?:your|votre) (?:sending )?(?:adresse )?ip\b|(?:from|de) (?:this|your|votre|cette) (?:adresse )?ip\b"
                 r"|(?:your|votre) (?:sending |e?-?mail )?domaine?\b.{0,25}(?:block|bloqu|bann|reject|refus|denied|listed)|(?:your|votre) (?:mail )?serve.{0,30}(?:block|bloqu)"
                 r"|reverse dns|\brdns\b|\bptr\b|\b(?:helo|ehlo)\b|too many errors|complaint"),
    (FULL, r"over ?quota|quota.{0,25}(?:exceed|full|depass|atteint|over)|exceed\w*.{0,25}quota|depass\w*.{0,25}quota"
           rf"|{_BOX}.{{0,40}}(?:\bfull\b|pleine?s?\b|satur)|(?:\bfull\b|pleine) (?:mail)?box|mailfull|mailbox ?(?:size )?limit|out of storage"
           r"|(?:mailbox|boite).{0,25}(?:exceed|depass)"
           r"|(?:exceed\w*|insufficient|not enough|no).{0,15}(?<!system )(?:storage (?:allocation|space|limit)|mailbox space)"
           r"|plus (?:de place|d'espace)|espace.{0,20}insuffisant"),
    (TOO_BIG, r"(?:\bmessage|\be?-?mail\b|size|taille|courriel).{0,40}(?:too (?:big|large|long)|larger than|exceed\w*.{0,30}(?:size|limit|maximum)"
              r"|volumineu|trop (?:gros|lourd|grande?|important|longue?|eleve))|taille.{0,40}(?:depass|superieur)|(?:maximum|max|fixed|limit).{0,20}message size|message size (?:exceed|limit)"
              r"|taille (?:limite|maxi\w*)"),
    (BAD_ADDRESS, r"(?:address|adresse|recipient).{0,20}\bsyntax|syntax\w* (?:error )?.{0,20}(?:address|adresse)|malformed.{0,20}address|domain literal"),
    (NO_MAIL, r"null mx|domain (?:accepts|does not accept|doesn't accept).{0,10}mail|domaine.{0,30}(?:n'accepte|ne recoit)"),
    (NO_DOMAIN, rf"domain(?:e|s)?\b(?:(?!{_BOX}).){{0,40}}(?:{_NOT_THERE})|no such (?:domain|host)|unknown (?:host|domain)|nxdomain|no mx\b"
                rf"|\b(?:host|hote)\b(?:(?!{_BOX}).){{0,30}}(?:not found|unknown|inconnu|introuvable)|(?:bad|invalid) (?:destination )?(?:domain|host)\b"),
    (CLOSED, rf"disabled|desactive|inactive|inactif|suspend|archivee?|discontinued|not active|{_BOX}.{{0,40}}(?:closed|locked|expired|deactivat|terminat"
             r"|cancel|deleted|blocked|ferme|cloture|resilie|supprime|bloque|n'est plus|n'existe plus)|\bno longer (?:active|valid|available|accept|in use|exist|on)"
             rf"|(?:closed|deleted|locked) {_BOX}|has moved|a demenage"),
    (UNKNOWN, rf"{_BOX}{_GONE}|(?<!from )(?<!by )\b(?:unknown|no such|no|invalid|non-?existent|not (?:our|an? (?:known|valid))|bad(?: destination)?|inconnue?)"
              rf" (?:(?!(?:for|to|of|from|by|in|on|pour|de|du|par|{_OTHER_THINGS})\b)\w+ ){{0,2}}{_BOX}(?! with)|recip(?:ient)?notfound|no mailbox here|by that name|doesn't have an? .{{0,20}}account|wasn't found at|est introuvable"),
    (CONTENT, r"(?:\b|\banti)spam|junk|indesirable|virus|malware|phish|hameconn|contenu|content|attachment|piece jointe|unsolicited|\bbulk\b"),
)  # fmt: skip
# What says little by itself.
_VAGUE = (
    (POLICY, r"polic(?:y|ies)|politique|denied|acces (?:refuse|interdit)|not (?:authori[sz]ed|allowed|permitted|accept)"
             r"|non autoris|permission|blocked|bloque|prohibited|restricted|restriction|administrative"),
    (UNREACHABLE, r"\btimed? ?out|no route|unreachable|connection (?:refused|reset|lost)|could not connect|unable to connect|retry time|message expired"
                  r"|delivery time expired|not respond|injoignable|ne repond pas|delai.{0,20}(?:expire|depasse)"),
)  # fmt: skip

# The enhanced status without its class, as « detail » of RFC 3463, RFC 5248 and RFC 7372, and of Google and Microsoft.
_STATUSES = (
    (NO_DOMAIN, r"1\.2|4\.4"),
    (BAD_ADDRESS, r"1\.3"),
    (NO_MAIL, r"1\.10"),
    (CLOSED, r"1\.6|2\.1"),
    (SENDER, r"1\.[78]|7\.60"),
    (FULL, r"2\.2"),
    (TOO_BIG, r"2\.3|3\.4"),
    (CONTENT, r"6\.\d"),
    (QUOTA, r"7\.(?:28|232|233|705)"),
    (ACCOUNT, r"7\.57"),
    (TLS, r"7\.(?:10|29)"),
    (REPUTATION, r"7\.(?:25|6[0-4]\d|511|708)"),
    (DOMAIN, r"7\.(?:2[0-7]|3[02]|40|509|515)"),
)
# Those that servers give for lack of a better one: vague words weigh more.
_VAGUE_STATUSES = ((UNREACHABLE, r"4\.[1-3679]"), (POLICY, r"7\.\d+"))
# Where digits and status have a meaning together that neither has alone.
_TOGETHER = {(421, "7.0"): QUOTA, (452, "5.3"): QUOTA, (550, "4.5"): QUOTA}
_SURE_DIGITS = {530: ACCOUNT, 534: ACCOUNT, 535: ACCOUNT, 538: ACCOUNT}
_DIGITS = {552: FULL, 523: TOO_BIG, 556: NO_MAIL}

_STATUS = re.compile(r"(?<![\d.])[245]\.(\d{1,3}\.\d{1,3})(?!\.?\d)")
# A server that hands on what another one told it, or a notice: our own account was not what was looked at.
_HANDED_ON = re.compile(
    r"\bsaid:|undeliverable address|remote (?:host|server|smtp)|in reply to (?:rcpt|end of data|mail|data)"
)
_QUOTED_ANSWER = re.compile(r".*\bsaid: *(?:([245]\d\d)[ -])?(.+)")
# Words that name the recipient, once those are gone that servers put before any reason or that mean our own mailbox.
_FRAMES = re.compile(
    r"recipient address rejected|recipient (?:limit|count)|(?:virtual|local|relay) (?:\w+ ){1,2}table|mailbox (?:is )?unavailable|not owned by user"
    r"|(?:your|votre|sender'?s?|sending) (?:e?-?mail )?(?:mail ?box|boite)|boite (?:d'envoi|de l'expediteur)"
)
_RECIPIENT = re.compile(
    r"\b(?:recipient|addressee|mail ?box|inbox|destinataire|correspondant|boite|bal|abonne|cet utilisateur|this user|by (?:the )?user|par l'utilisateur"
    r"|(?:user|utilisateur)(?:'s|[ -](?:preference|filter|setting|defined|rule|choice)s?))\b"
)
# What general words about our account mean in an answer that names the recipient.
_OF_RECIPIENT = {SENDER.code: POLICY, ACCOUNT.code: POLICY, QUOTA.code: BUSY}
# Status 5.1.1 is also given for lack of a better one: it counts where nothing is said (« no »), or « unknown » is.
_UNKNOWN_STATUS = re.compile(rf"[^a-z]*(?:[a-z]{{0,3}}[^a-z]*$|(?:(?!{_OTHER_THINGS}).)*(?:{_NOT_THERE}))")
_OF_OTHERS = {RELAY.code: POLICY, ACCOUNT.code: POLICY, LINK.code: TLS}


def judge(code: int, said: str, *, notice: bool = False) -> Reason:
    """Return what an answer means.

    Args:
        code: of SMTP, 550.
        said: its text, with or without an enhanced status; may be of several lines.
        notice: it comes from a notice of non-delivery, which anybody may write.
    """
    text = fold(without_addresses(said))
    handed_on = notice or _HANDED_ON.search(text)
    if quoted := _QUOTED_ANSWER.match(text):
        code, text = int(quoted[1] or code), quoted[2]
    found = _read(code, text)
    if not handed_on:
        return found
    # Another server's demands say nothing of our own account.
    found = _OF_OTHERS.get(found.code, found)
    return replace(found, effect="sender") if found.effect == "queue" else found


def fold(text: str) -> str:
    """Return a text in lower case, without accents, on one line; the codes that begin its lines are told once."""
    lines = (re.sub(r"^\s*(?:[245]\d\d[- ])?\s*", "", line) for line in text.replace("’", "'").splitlines())
    spread = unicodedata.normalize("NFKD", " ".join(lines).casefold())
    return " ".join("".join(letter for letter in spread if not unicodedata.combining(letter)).split())


def status_of(said: str) -> str:
    """Return the enhanced status without its class, « 1.1 »; empty for none."""
    found = _STATUS.search(said)
    return found[1] if found else ""


def _read(code: int, text: str) -> Reason:
    status = status_of(text)
    return (
        _by_number(text)
        or _by_words(code, status, text)
        or _TOGETHER.get((code, status))
        or _SURE_DIGITS.get(code)
        or _whole(_STATUSES, status)
        or _first(_VAGUE, text)
        or _whole(_VAGUE_STATUSES, status)
        # « Not now » is no « unknown ».
        or (UNKNOWN if status == "1.1" and not 400 <= code < 500 and _UNKNOWN_STATUS.match(text) else None)
        or _DIGITS.get(code, REFUSED)
    )


def _by_words(code: int, status: str, text: str) -> Reason | None:
    if code in _SURE_DIGITS:
        return _first(_WORDS, text)
    if plain := _first(_PLAIN, text):
        return plain
    found = _first(_WORDS, text)
    if found is QUOTA and (code == 552 or status == "2.2"):
        return FULL
    if found and (status.startswith("2.") or _RECIPIENT.search(_FRAMES.sub(" ", text))):
        return _OF_RECIPIENT.get(found.code, found)
    return found


def _by_number(text: str) -> Reason | None:
    for number in _ORANGE.findall(text):
        if found := _whole(_ORANGE_NUMBERS, number):
            return found
    return _first(_NUMBERS, text)


def _first(table: _Table, text: str) -> Reason | None:
    return next((reason for reason, pattern in table if re.search(pattern, text)), None)


def _whole(table: _Table, code: str) -> Reason | None:
    return next((reason for reason, pattern in table if re.fullmatch(pattern, code)), None)
