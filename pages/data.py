"""Where do the data come from, and can they be trusted?"""

from crm_core.text import Lang
from ui.frame import this_page
from ui.history import history
from ui.holdings import holdings
from ui.importing import importing
from ui.store import workspace


def before_orders(lang: Lang) -> None:
    """What there is so far, what to bring next, and the imports to take back."""
    importing(lang)
    reader = workspace().reader() if workspace().latest() is not None else None
    holdings(reader, lang)
    if reader is not None:
        history(reader, lang)


page = this_page(when_empty=before_orders)
importing(page.lang)
holdings(page.reader, page.lang)
history(page.reader, page.lang)
page.card("overview.line_kinds")
