"""A link to a version that is gone, or not made yet: which one, what is shown instead, what there is."""

from crm_core.text import Lang, t
from ui.store import workspace


def unkept(asked: int, newest: int, lang: Lang) -> str:
    """The sentence for a link that asks for a version which the workspace does not have."""
    kept = [each.version for each in workspace().versions()]
    oldest = kept[0] if kept else newest
    key = "gone" if 1 <= asked <= newest else "never"
    return t(f"data.version.{key}", lang, asked=asked, newest=newest, oldest=oldest)
