"""Text as any file can carry it."""

import re

# What XML, and so XLSX and PPTX, cannot hold, and marks that turn the direction of a line round.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """The text without control characters; a line break stays one."""
    return _UNWANTED.sub("", text)
