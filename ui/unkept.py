"""A link to a version that cannot be shown: which one and why, what is shown instead, what there is."""

from crm_core.text import Lang, t
from ui.store import workspace


def unkept(asked: int, newest: int, lang: Lang) -> str:
    """The sentence for a link that asks for a version which the workspace does not have or cannot prepare."""
    kept = [each.version for each in workspace().versions()]
    oldest = kept[0] if kept else newest
    if asked in kept:
        return t("data.version.unprepared", lang, asked=asked, newest=newest)
    key = "gone" if 1 <= asked <= newest else "never"
    return t(f"data.version.{key}", lang, asked=asked, newest=newest, oldest=oldest)
