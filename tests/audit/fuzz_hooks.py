"""What Schemathesis loads, in its own environment: who is signed in, what every answer must be, how many there were.

It imports nothing of the project's but `answers`, beside it. `AUDIT_POOL` names the pool that `world` keeps, `AUDIT_TALLY` where the counts go;
without a pool (the faulty site) nothing is added to a request.
"""

import atexit
import json
import os
import random
import threading
from collections import Counter
from pathlib import Path

import schemathesis
from answers import faults_of_answer

_POOL = Path(os.environ["AUDIT_POOL"]) if os.environ.get("AUDIT_POOL") else None
_TALLY = Path(os.environ["AUDIT_TALLY"])
_counts: Counter[str] = Counter()
_lock = threading.Lock()
_known: dict[str, object] = {"at": 0}


def _pool() -> dict:
    with _lock:
        at = _POOL.stat().st_mtime_ns
        if at != _known["at"]:
            _known["pool"], _known["at"] = json.loads(_POOL.read_text(encoding="utf-8")), at
        return _known["pool"]


@schemathesis.hook
def before_call(context, case, kwargs):
    """Sign somebody in, as a browser or as an office, nearly always; sometimes nobody, sometimes with half of it."""
    if _POOL is None:
        return
    pool, drawn = _pool(), random.random()
    headers = case.headers if case.headers is not None else {}
    headers["X-Forwarded-For"] = ".".join(str(random.randrange(1, 255)) for _ in range(4))
    if case.path.startswith("/api/"):
        if drawn < 0.95:
            headers["Authorization"] = f"Bearer {pool['key']}"
            headers["Turbo-Office-Epoch"], headers["Turbo-Portal-Epoch"] = (
                pool["office_epoch"],
                pool["portal_epoch"],
            )
            headers["Turbo-Protocol"] = "2"
    else:
        cookies = [f"__Host-csrf={pool['csrf']}"]
        if drawn < 0.9:
            kind = "choosing" if "choisir" in case.path or drawn < 0.05 else "sessions"
            cookies.append(f"__Host-session-{pool['uai']}={random.choice(pool[kind])}")
        headers["Cookie"] = "; ".join(cookies)
        if isinstance(case.body, dict) and random.random() < 0.97:
            case.body["_csrf_token"] = pool["csrf"]
    case.headers = headers


@schemathesis.hook
def after_call(context, case, response):
    """Count."""
    with _lock:
        _counts["cases"] += 1
        _counts[f"{case.method} {case.operation.path}"] += 1
        _counts[f"status {response.status_code}"] += 1
        if _counts["cases"] % 500 == 0:
            _leave()


@schemathesis.check
def well_formed(ctx, response, case):
    """Every answer bears the headers, is of the length it says, and is whole for what it is."""
    if _POOL is None:
        return
    headers = {name: values[0] for name, values in response.headers.items()}
    faults = faults_of_answer(headers, response.content or b"")
    assert not faults, "; ".join(faults)


@atexit.register
def _leave():
    _TALLY.write_text(json.dumps(_counts), encoding="utf-8")
