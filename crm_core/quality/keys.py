"""What two records of one customer have in common once the way of writing is taken off."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

_FORMS = tomllib.loads(Path(__file__).with_name("legal_forms.toml").read_text("utf-8"))
_ZH_FORM = re.compile("(?:" + "|".join(sorted(_FORMS["zh"], key=len, reverse=True)) + ")$")
_EN_FORMS = frozenset(_FORMS["en"])
_NOT_WORD = re.compile(r"[^\w]+|_")
_DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b)|(?<=\w)\.")  # G.m.b.H. and Ltd. are one word
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_NUMERALS = re.compile(r"[0-9]+|[" + "".join(map(chr, (0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03,
                                                        0x516B, 0x4E5D, 0x5341))) + "]")  # fmt: skip
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
ORGANISATION_LENGTH = 5  # a Chinese name of five signs and more is hardly a person's


@dataclass(frozen=True)
class NameKey:
    """A normalised name: text without blanks, marks and legal form; whether it is an organisation's; its numbers."""

    text: str
    is_organisation: bool
    numbers: tuple[str, ...]


def name_key(name: str | None) -> NameKey | None:
    """A name without width, case, blanks, brackets and legal form; None where nothing is left of it."""
    if not name:
        return None
    plain = _DOTTED.sub("", unicodedata.normalize("NFKC", name).casefold())
    words = _NOT_WORD.sub(" ", plain).split()
    had_form = False
    while len(words) > 1 and words[-1] in _EN_FORMS:
        words.pop()
        had_form = True
    joined = "".join(words)
    bare = _ZH_FORM.sub("", joined)
    while bare and bare != joined:
        had_form, joined = True, bare
        bare = _ZH_FORM.sub("", joined)
    if not joined:
        return None
    is_long = bool(_IDEOGRAPH.search(joined)) and len(joined) >= ORGANISATION_LENGTH
    return NameKey(joined, had_form or is_long, tuple(_NUMERALS.findall(joined)))


def phone_key(phone: str | None) -> str | None:
    """The digits of a phone number without country code and leading zeros; None below seven digits or for 111…."""
    if not phone:
        return None
    text = unicodedata.normalize("NFKC", phone).strip()
    digits = re.sub(r"\D", "", text)
    if text.startswith("+86") or digits.startswith("0086"):
        digits = digits.removeprefix("0086") if digits.startswith("0086") else digits.removeprefix("86")
    elif len(digits) == 13 and digits.startswith("861"):
        digits = digits.removeprefix("86")
    digits = digits.lstrip("0")
    return digits if len(digits) >= 7 and len(set(digits)) > 1 else None


def email_key(email: str | None) -> str | None:
    """An e-mail address without width, case and blanks; None for what is no address."""
    if not email:
        return None
    text = unicodedata.normalize("NFKC", email).strip().casefold()
    return text if _EMAIL.fullmatch(text) else None


def text_key(text: str | None) -> str | None:
    """Any other text without width, case, blanks and marks."""
    if not text:
        return None
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).casefold()) or None
