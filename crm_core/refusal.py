"""Saying no in one sentence: what was found, what was expected, what to do."""

from crm_core.text import Lang, t


class Refused(Exception):
    """A request that cannot be answered honestly.

    code names the sentence in the catalogue (refusal.<code>), values fill it in.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def sentence(self, lang: Lang) -> str:
        """The whole sentence in a language."""
        return t(f"refusal.{self.code}", lang, **self.values)

    def __str__(self) -> str:
        """The sentence in English, for logs and tracebacks."""
        return self.sentence("en")
