"""Patterns of mail servers' answers and the reason of each; `classification` says in which order they apply."""

import re

from turbo_admin.portal.mail.failure_reasons import (
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
    RELAY,
    REPUTATION,
    SENDER,
    TLS,
    TOO_BIG,
    UNKNOWN,
    UNREACHABLE,
)  # fmt: skip

_BOX = (
    r"\b(?:user(?!.agent)|recipient|mailbox|mail ?box|account|address(?! book)|adress|addressee|customer|login|inbox|alias|destinataire"
    r"|utilisateur|usager|boite|bal|adresse|compte|abonne|correspondant)s?\b"
)
# « Unknown » is said of what stands before it, unless another noun follows: « unknown lock », « unknown reason ».
_NOT_THERE = (
    r"\b(?:unknown|invalid)(?= ?(?:$|[^\w ]|\d|(?:in|at|on|or|and|here|within|by|please|sorry|rejecting|gsmtp|to (?:us|this|our))\b))|not found"
    r"|(?:could|was) ?n[o']t (?:be )?found|does ?n[o']t exist|do not exist|not exist|not known|not a valid"
    r"|un?recogni[sz]ed|not recogni[sz]ed|not listed|inconnue?s?\b(?! (?:d|p)\w+ (?:\w+ )?(?:anti|filtr))|introuvables?|inexistante?s?|n'existe pas|invalides?"
    r"|incorrecte?s?|erronee?s?|pas (?:ete|pu etre) trouvee?"
)
# What else may be unknown or invalid in a sentence that names a mailbox too.
_OTHER_THINGS = (
    r"\b(?:errors?|erreurs?|reasons?|raisons?|motifs?|causes?|contient|contains?|en-?tetes?|headers?|servers?|serveurs?|book|carnet"
    r"|certifica\w*|senders?|expediteurs?|from|contents?|contenus?|attachments?|pieces?|formats?|tokens?|jetons?|commands?|commandes?"
    r"|signatures?|keys?|cles?|locks?|verrous?|busy|occupee?|options?|protocol\w*|paramet\w*|versions?|status|etat|states?"
    r"|problem\w*|anomalies?|polic(?:y|ies)|types?|dates?|operations?|stores?|kinds?|message.?ids?|charset|encod\w*|conditions?)\b"
)
_GONE = rf"(?:(?!{_OTHER_THINGS}).){{0,60}}?(?:{_NOT_THERE})"
_SENDER = r"(?:sender(?!\W{0,2}s? (?:ip|reputation|score))|mailfrom|from (?:address|header)|return.?path|reply.?to|expediteur|emetteur)"
_MAILS = r"(?:messages|e?-?mails?|courriels|recipients|destinataires|envois)\b(?! ?size)"

_OURSELVES = r"(?:sender|expediteur|emetteur)"
_PERSON = (
    r"(?:recipient|addressee|user|mailbox owner|destinataire|utilisateur|abonne|correspondant|titulaire)"
)
_LEAD = r"^\W*(?:[245]\.\d+\.\d+\W+)?(?:the |this |le |la |l'|cette |ce |cet )?"
_CLAUSE_ENDS = r"(?: ?[;,.(\[-]|$)"

# Both tables are searched from the top, in folded text without addresses; the first match wins. The patterns of this one
# say plainly whether the recipient or our own account is at fault.
PLAIN = (
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
            rf"|{_OURSELVES}(?:'?s)? (?:(?!recipient|user|destinataire|utilisateur|by\b|par\b)\w+ ){{0,4}}(?:(?:over)?quota|limite?|full|pleine?|sature)\b"
            r"|\b(?:your|votre) (?:e?-?mail ?)?(?:mail ?box|boite|account|compte)\b.{0,20}(?:\bfull\b|pleine?\b|satur|quota)"
            r"|\byou(?: have|'ve)? (?:already )?(?:exceeded|reached|hit) (?:your|the|an?) (?:[\w-]+ ){0,3}(?:limit|quota|maximum|number|rate)"
            r"|vous avez (?:deja )?(?:depasse|atteint) (?:votre|vos|le|la|les) ?(?:[\w-]+ ){0,2}(?:limite|quota|maxim|nombre|plafond)"
            r"|(?:limit|quota|plafond).{0,40}(?:for|of|pour|de) (?:your|votre) (?:account|domain|compte|tenant)"
            r"|(?:your|votre) (?:account|domaine?|compte|tenant) (?:has |is |a |est )?(?:exceeded|reached|over|depasse|atteint)"),
    (SENDER, rf"domain of (?:the |your )?sender.{{0,30}}(?:not resolve|must|{_NOT_THERE})|(?:sender'?s?|mail from|envelope(?: from)?) (?:address )?domain (?:must|does not|doesn't|has no|is not|could not)"
             rf"|(?:your|votre) domaine?\b.{{0,20}}(?:no mx|not resolve|{_NOT_THERE})|domaine (?:de l'expediteur|d'envoi).{{0,30}}(?:{_NOT_THERE})"
             rf"|(?:address|adresse|account|mailbox) (?:that )?you (?:have )?(?:sen[dt]|are sending|used to send)(?: it| mail| this)? ?(?:from|with)?.{{0,30}}(?:{_NOT_THERE})"
             rf"|(?:return address|adresse de retour|sending (?:e?-?mail )?(?:account|address|mailbox)|(?:compte|adresse) d'envoi).{{0,30}}(?:{_NOT_THERE})"
             rf"|\b(?:your|votre) (?:e?-?mail )?(?:address|adresse|account|compte)\b(?:(?!recipient|destinataire|user|utilisateur|list).){{0,25}}(?:{_NOT_THERE})"
             r"|not owned by user|sendasdenied|send(?: mail)? (?:as|from) this"),
    (POLICY, r"(?:recipient|user|customer|addressee)(?:'?s)? (?:\w+ )?(?:black|block|white|allow|safe|deny)[- ]?list|\bpersonal (?:\w+ )?(?:black|block|white|allow|safe)[- ]?list"
             r"|liste (?:noire|blanche|rouge) (?:personnelle|du destinataire|de l'utilisateur|de l'abonne)|\b(?:in|dans) .{0,25}(?:address book|carnet d'adresses|contacts)"
             r"|(?:from|by) (?:unknown|unverified|unlisted) (?:senders|addresses|sources|people|contacts)|(?:expediteurs|adresses|correspondants) inconnue?s\b"
             rf"|\b{_PERSON}\b.{{0,20}}\b(?:has (?:blocked|rejected|refused)|a (?:bloque|refuse|rejete))\b"
             rf"|(?:block|bloqu|reject|rejet|refus|denied)\w* (?:by|par) (?:the |this |le |l'|la |cet )?{_PERSON}\b(?!'?s? (?:[\w-]+ )?(?:server|system|domain|host|provider))"
             r"|mail ?in ?black|expediteur inconnu.{0,30}authentifi"),
    (CLOSED, r"\b(?:(?:recipient|addressee)(?:'s)?|mailbox|user's|customer's) (?:account |mailbox )?password (?:has |is )?(?:expired|locked|reset)"
             r"|mot de passe (?:du|de la|de l'|de cet?|de cette) ?(?:destinataire|boite|utilisateur|correspondant|abonne|titulaire)"),
    (FULL, r"(?:mail ?box|inbox|boite|\bbal)\b.{0,20}(?:\bfull\b|pleine?s?\b|satur)|too many (?:messages|e?-?mails) in (?:\w+ ){0,2}(?:mail ?box|inbox|account|folder)"
           r"|trop de (?:messages|courriels|e?-?mails) dans|(?:mail ?box|inbox|boite|storage|stockage) quota|quota (?:de (?:la |sa |cette )?boite|de stockage|of (?:the |this )?mail ?box)"),
)  # fmt: skip
WORDS = (
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
              r"|mot de passe.{0,20}(?:incorrect|invalide|errone|faux|expire|refus|requis)|(?:your|votre) (?:e?-?mail )?(?:account|compte|mailbox|boite).{0,40}(?:block|lock|suspend|disabled|bloqu|restrict|desactiv|closed|ferme|clotur)"),
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
    (TOO_BIG, r"(?:\bmessage|\be?-?mail\b|size|taille|courriel|courrier|piece jointe|attachment).{0,40}(?:too (?:big|large|long)|larger than|exceed\w*.{0,30}(?:size|limit|maximum)"
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
              rf" (?:(?!(?:for|to|of|from|by|in|on|pour|de|du|par|{_OTHER_THINGS})\b)\w+ ){{0,2}}{_BOX}(?! with)|recip(?:ient)?notfound|no mailbox here|no such person|by that name|doesn't have an? .{{0,20}}account|wasn't found at|est introuvable"),
    (CONTENT, r"(?:\b|\banti)spam|junk|indesirable|virus|malware|phish|hameconn|contenu|content|attachment|piece jointe|unsolicited|\bbulk\b"),
)  # fmt: skip
# Patterns that say little by themselves; tried after the enhanced status.
VAGUE = (
    (POLICY, r"polic(?:y|ies)|politique|denied|acces (?:refuse|interdit)|not (?:authori[sz]ed|allowed|permitted|accept)"
             r"|non autoris|permission|blocked|bloque|prohibited|restricted|restriction|administrative"),
    (UNREACHABLE, r"\btimed? ?out|no route|unreachable|connection (?:refused|reset|lost)|could not connect|unable to connect|retry time|message expired"
                  r"|delivery time expired|not respond|injoignable|ne repond pas|delai.{0,20}(?:expire|depasse)"),
)  # fmt: skip

# Words that name the recipient, once those are gone that servers put before any reason or that mean our own mailbox.
FRAMES = re.compile(
    r"recipient address rejected|recipient (?:limit|count)|(?:virtual|local|relay) (?:\w+ ){1,2}table|mailbox (?:is )?unavailable|not owned by user"
    r"|(?:your|votre|sender'?s?|sending) (?:e?-?mail )?(?:mail ?box|boite)|boite (?:d'envoi|de l'expediteur)"
)
RECIPIENT = re.compile(
    r"\b(?:recipient|addressee|mail ?box|inbox|destinataire|correspondant|boite|bal|abonne|utilisateur(?! non)|this user|user (?:has|receives)|user is over|by (?:the )?user|par l'utilisateur"
    r"|(?:user|utilisateur)(?:'s|[ -](?:preference|filter|setting|defined|rule|choice)s?))\b"
)
# Status 5.1.1 is also given for lack of a better one: it counts where nothing is said (« no »), or « unknown » is.
UNKNOWN_WITH_STATUS = re.compile(
    rf"[^a-z]*(?:[a-z]{{0,3}}[^a-z]*$|(?:(?!{_OTHER_THINGS}).)*(?:{_NOT_THERE}))"
)
