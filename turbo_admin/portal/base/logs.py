"""JSON lines on the standard error, or in a file: who, what, when in UTC; ids only, never a name, an address or a secret.

A file is one process's alone, so that no line is cut by another's and none is lost when it turns over.
"""

import json
import logging
import os
import sys
import traceback
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import structlog

from turbo_admin.core.errors import Refused

_BYTES, _FILES = 5_000_000, 10
_log = structlog.get_logger("turbo_admin.portal")


def configure(file: Path | None = None) -> None:
    """Set logging up for this process.

    Other libraries speak through `logging` and only from warnings on: below that some of them tell addresses
    and paths, and a path may hold a token.

    Args:
        file: turned over at 5 MB, ten of them at most; None for the standard error.

    Raises:
        Refused: `portal_data_folder`: it cannot be written.
    """
    handler = logging.StreamHandler(sys.stderr) if file is None else _open(file)
    handler.setFormatter(_Discreet())
    factory = structlog.WriteLoggerFactory(file=sys.stderr)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=factory if file is None else lambda *_: _Lines(handler),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def file_of(file: Path | None, process: str) -> Path | None:
    """Return the log file of another process: `portail.log` -> `portail-web-1.log`."""
    return file and file.with_name(f"{file.stem}-{process}{file.suffix}")


def log_bug(error: BaseException, request_id: str) -> None:
    """Log a bug by its kind and place; never by its words, which may hold a name."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    places = [f"{frame.filename.rpartition('turbo_admin')[2]}:{frame.lineno}" for frame in frames]
    _log.error("page_failed", error=type(error).__name__, request_id=request_id, places=places)


def _open(file: Path) -> "_LogFile":
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return _LogFile(file)
    except OSError as error:
        raise Refused("portal_data_folder", folder=file.parent) from error


class _LogFile(RotatingFileHandler):
    """A rotating file; lines that it cannot take (disk full) go to the standard error."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=_BYTES, backupCount=_FILES - 1, encoding="utf-8")

    def _open(self) -> TextIOWrapper:
        return open(
            self.baseFilename, "a", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o640)
        )

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (its name at logging)
        """Write the line to the standard error; Python's default would print the values too."""
        with suppress(OSError):
            sys.stderr.write(self.format(record) + "\n")


class _Lines:
    """What structlog hands its lines to: one record each, under the lock of the file."""

    def __init__(self, handler: logging.Handler) -> None:
        self._handler = handler

    def msg(self, line: str) -> None:
        """Write a line that is JSON already."""
        self._handler.handle(logging.makeLogRecord({"line": line}))

    debug = info = warning = error = critical = exception = log = msg


class _Discreet(logging.Formatter):
    """Formats records of other libraries without their values: a database error may quote a family's address."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one JSON line: the message before its values are filled in, the error's kind and place."""
        if isinstance(ours := getattr(record, "line", None), str):
            return ours
        line: dict[str, Any] = {
            "level": record.levelname.lower(),
            "from": record.name,
            "event": str(record.msg)[:300],
        }
        kind, _, trace = record.exc_info or (None, None, None)
        if kind is not None:
            line["error"] = kind.__name__
        while trace is not None:
            line["at"] = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
            trace = trace.tb_next
        return json.dumps(line, ensure_ascii=False)
