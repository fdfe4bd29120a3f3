"""JSON lines on the standard error: who, what, when in UTC; ids only, never a name, an address or a secret."""

import json
import logging
import sys

import structlog


def configure() -> None:
    """Set logging up for this process.

    Other libraries speak through `logging` and only from warnings on: below that some of them tell addresses
    and paths, and a path may hold a token.
    """
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Discreet())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


class _Discreet(logging.Formatter):
    """Says where something went wrong, without the values: an error of the database may quote a family's address."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one JSON line: the message before its values are filled in, the error's kind and place."""
        line = {"level": record.levelname.lower(), "from": record.name, "event": str(record.msg)[:300]}
        kind, _, trace = record.exc_info or (None, None, None)
        if kind is not None:
            line["error"] = kind.__name__
        while trace is not None:
            line["at"] = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
            trace = trace.tb_next
        return json.dumps(line, ensure_ascii=False)
