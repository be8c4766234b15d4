"""What a reader sees when the program fails: no code, a number to report, and what to do."""

import logging
from uuid import uuid4

from crm_core.text import t
from ui.link import language
from ui.words import line

_log = logging.getLogger("zhike")


def show_error(error: Exception) -> bool:
    """Log the error under a number and show the reader that number; True = Streamlit adds nothing of its own."""
    number = uuid4().hex[:8]
    _log.error("error %s", number, exc_info=error)
    line(t("ui.error", language()[0], number=number), "zk-notice")
    return True
