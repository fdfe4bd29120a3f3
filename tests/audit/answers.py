"""What every answer of the portal must be, whatever was sent. It imports nothing: a tool in its own environment loads it."""

import json
import re

ALWAYS = ("content-security-policy", "x-content-type-options", "referrer-policy", "cache-control")
# Any but the portal's own file, deferred.
_FOREIGN_SCRIPT = re.compile(
    rb'<script\b(?! src="/static/\w+\.[0-9a-f]{12}\.js" defer></script>)', re.IGNORECASE
)


def faults_of_answer(headers: dict[str, str], body: bytes) -> list[str]:
    """Return what is wrong with an answer.

    Args:
        headers: by their names in small letters.
    """
    kind = headers.get("content-type", "")
    faults = [f"no {name}" for name in ALWAYS if name not in headers]
    if kind.startswith("text/html") and body and not body.rstrip().endswith(b"</html>"):
        faults.append("a page cut short")
    if kind.startswith("text/html") and _FOREIGN_SCRIPT.search(body):
        faults.append("a script")
    if kind.startswith("application/json") and body:
        try:
            json.loads(body)
        except ValueError:
            faults.append("no JSON")
    # The program's own source, which is offered as it is, names its parts.
    if not kind.startswith("application/zip") and (b"Traceback" in body or b"psycopg" in body):
        faults.append("the inside shows")
    return faults
