"""Parses a non-delivery notice: has delivery failed, or is it late, and in which words.

Most notices have machine-readable parts (RFC 3464), or a form that flufl.bounce knows. Providers also send plain
letters, in French or English, as text or HTML in any encoding; these are read when they come from a server.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message
from html import unescape
from itertools import takewhile

from flufl.bounce import all_failures

from turbo_admin.portal.mail.bounce_patterns import (
    ABSENT,
    BLANKS,
    BLOCK,
    CODE,
    FAILED,
    FIELD,
    GIVEN_UP,
    LATE,
    NOT_SHOWN,
    NOT_YET,
    PROGRAMS,
    RETURNED,
    SERVERS,
    SUBJECT,
    SUBJECT_LINE,
    TAG,
    WHY,
)
from turbo_admin.portal.mail.classification import fold
from turbo_admin.portal.mail.redaction import decode_answer

# Characters; the reason stands at the beginning of a letter.
_READ_AT_MOST = 20_000
_LINE = 200
_HTML_AT_MOST = 100_000


@dataclass(frozen=True, slots=True)
class BounceNotice:
    """The content of a message about a delivery.

    Attributes:
        outcome: `failed`, `late`, or `nothing` when it is no such notice.
        answer: the other server's answer with its codes; empty when not quoted.
        letter: the notice's own text, without the returned mail.
        code: of SMTP, 0 when there is none.
    """

    outcome: str
    answer: str = ""
    letter: str = ""
    code: int = 0


def read_notice(message: Message) -> BounceNotice:
    """Parse one message sent to the bounce address. Anybody may have written it, so it is not trusted."""
    letter = _letter(message)
    outcome = _outcome(message, letter)
    if outcome != "failed":
        return BounceNotice(outcome)
    answer = _answer_of_report(message) or _why(letter)
    found = CODE.search(answer)
    return BounceNotice("failed", answer, letter, int(found[1]) if found else 0)


def texts(message: Message, *, whole: bool) -> Iterator[str]:
    """Return the texts of a message, HTML as plain text.

    Args:
        whole: also the texts of the returned mail, when it is attached.
    """
    pending = [message]
    while pending:
        part = pending.pop(0)
        kind = part.get_content_type()
        if part.is_multipart():
            children = part.get_payload()
            if isinstance(children, list) and (whole or kind not in _JOINED):
                pending[:0] = [one for one in children if isinstance(one, Message)]
        elif kind in {"text/plain", "text/html", "text/rfc822-headers"} and (whole or kind not in _JOINED):
            yield _plain(part, kind)


_JOINED = frozenset({"message/rfc822", "message/global", "message/partial", "text/rfc822-headers", "message/delivery-status"})  # fmt: skip


def _plain(part: Message, kind: str) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    try:
        text = raw.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeError):
        text = decode_answer(raw)
    if kind == "text/html":
        text = _without_tags(text[:_HTML_AT_MOST])
    return "\n".join(BLANKS.sub(" ", line).strip() for line in text.splitlines())


def _without_tags(page: str) -> str:
    """Return the visible text of an HTML page, one line a block, in linear time."""
    # Split, not substituted: a lazy pattern is quadratic on a page full of unclosed comments.
    for begins, ends in NOT_SHOWN:
        first, *others = begins.split(page)
        page = " ".join([first, *(ends.split(one, 1)[-1] for one in others if ends.search(one))])
    return unescape(TAG.sub(" ", BLOCK.sub("\n", page)))


def _letter(message: Message) -> str:
    """Return the notice's text up to the returned mail."""
    kept = []
    for text in texts(message, whole=False):
        for line in text[:_READ_AT_MOST].splitlines():
            folded = fold(line[:_LINE])
            if RETURNED.match(folded):
                break
            if not SUBJECT_LINE.match(folded):
                kept.append(line)
        kept.append("")
    return "\n".join(kept)


def _outcome(message: Message, letter: str) -> str:
    subject, said = fold(_header(message, "subject")), fold(letter)
    actions = {value.split()[0].casefold() for name, value in _fields(message) if name == "action" and value}
    if actions:
        # The machine-readable report decides; words are read only without one.
        return "failed" if "failed" in actions else "late" if "delayed" in actions else "nothing"
    if not _is_of_a_server(message, subject):
        return "nothing"
    late, failed = _known_forms(message)
    if late and not failed:
        return "late"
    about = f"{subject} {said}"
    if NOT_YET.search(about) or (LATE.search(about) and not GIVEN_UP.search(said)):
        return "late"
    return "failed" if failed or FAILED.search(about) else "nothing"


def _is_of_a_server(message: Message, subject: str) -> bool:
    """Whether it seems written by a server; replies of people and their « je suis absent » are ignored."""
    sender = fold(_header(message, "from"))
    by_server = bool(SERVERS.search(sender)) or "x-failed-recipients" in message
    delivery = SUBJECT.search(subject)
    # « Réponse automatique : Échec… » answers a notice; « Échec… : réponse automatique » is one, of such a mail.
    if (absent := ABSENT.search(subject)) and not (delivery and delivery.start() < absent.start()):
        return False
    # An empty return path: nobody answers such a message, as RFC 3834 asks of programs.
    empty_path = str(message.get("return-path", "")).strip() == "<>"
    by_program = empty_path or "auto-submitted" in message or bool(PROGRAMS.search(sender))
    return by_server or (delivery is not None and by_program)


def _known_forms(message: Message) -> tuple[bool, bool]:
    """Return (late, failed) as flufl.bounce recognises them."""
    # The detectors expect a From header, and ASCII in all headers.
    plain = {name: str(value).encode("ascii", "replace").decode() for name, value in message.items()}
    for name, value in ({"From": "<>"} | plain).items():
        del message[name]
        message[name] = value
    try:
        late, failed = all_failures(message)
    except Exception:  # anybody may write to this address, and the detectors were written for servers
        return False, False
    return bool(late), bool(failed)


def _fields(message: Message) -> Iterator[tuple[str, str]]:
    """Return the fields of a report of delivery (RFC 3464, RFC 6533), by name in lower case."""
    for part in message.walk():
        if part.get_content_type() not in {"message/delivery-status", "message/global-delivery-status"}:
            continue
        payload = part.get_payload()
        blocks = payload if isinstance(payload, list) else [payload]
        text = "\n".join(one.as_string() if isinstance(one, Message) else str(one) for one in blocks)
        yield from ((found[1].casefold(), " ".join(found[2].split())) for found in FIELD.finditer(text))


def _answer_of_report(message: Message) -> str:
    """Return the other server's answer in the report: its words with the status, else the status."""
    found = dict(reversed([*_fields(message)]))
    words = found.get("diagnostic-code", "").partition(";")[2].strip() or found.get("diagnostic-code", "")
    status = found.get("status", "")
    return words if status and status in words else f"{status} {words}".strip()


def _why(letter: str) -> str:
    """Return the line with the reason and its continuation, five lines at most."""
    lines = letter.splitlines()
    for pattern in WHY:
        for index, line in enumerate(lines):
            if found := pattern.search(line):
                return "\n".join([found[0], *takewhile(str.strip, lines[index + 1 : index + 6])])
    return ""


def _header(message: Message, name: str) -> str:
    # Raw: some servers write « Échec » without the encoding of headers.
    raw = next((value for one, value in message.raw_items() if one.casefold() == name), "")
    raw = decode_answer(str(raw).encode("utf-8", "surrogateescape"))
    try:
        return str(make_header(decode_header(raw)))
    except (LookupError, ValueError):
        return raw
