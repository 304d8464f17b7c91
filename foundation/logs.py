"""Log lines without people's data: what the database quotes of a refused row stays out."""

import logging
import re

# PostgreSQL quotes the refused row in DETAIL and values in CONTEXT, over several lines where a
# value has some; what follows in a chained traceback is kept. Celery writes errors by repr.
_QUOTED = re.compile(
    r"^[ |]*(DETAIL|CONTEXT):.*?(?=\n\s*\n(?:The above|During handling)|\nTraceback |\Z)",
    re.MULTILINE | re.DOTALL,
)
_QUOTED_IN_REPR = re.compile(r"\\n(DETAIL|CONTEXT):.*")


class ValuelessFormatter(logging.Formatter):
    """Leaves out the parts of database errors that quote rows and values."""

    def format(self, record: logging.LogRecord) -> str:
        line = _QUOTED_IN_REPR.sub(r" \1 left out", super().format(record))
        return _QUOTED.sub(r"\1 left out", line)
