"""Every visible word, in Chinese and English: one TOML per area and language, read as dotted keys."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


def _flat(prefix: str, node: dict[str, Any]) -> dict[str, str]:
    words: dict[str, str] = {}
    for key, value in node.items():
        name = f"{prefix}.{key}"
        words |= _flat(name, value) if isinstance(value, dict) else {name: value}
    return words


@cache
def catalogue(lang: Lang) -> dict[str, str]:
    """All words of a language by dotted key; the first part is the file's name (its area) up to a dot."""
    words: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / lang).glob("*.toml")):
        words |= _flat(path.stem.partition(".")[0], tomllib.loads(path.read_text("utf-8")))
    return words


def t(key: str, lang: Lang, **values: object) -> str:
    """The words of a key with its {placeholders} filled in. An unknown key is a KeyError: a bug."""
    words = catalogue(lang)[key]
    return words.format_map(values) if values else words


def has(key: str) -> bool:
    """Whether the catalogue knows the key."""
    return key in catalogue("en")
