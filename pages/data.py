"""Where do the data come from, and can they be trusted?"""

from ui.frame import this_page
from ui.history import history
from ui.holdings import holdings
from ui.importing import importing

page = this_page(when_empty=importing)
importing(page.lang)
holdings(page.reader, page.lang)
history(page.reader, page.lang)
page.card("overview.line_kinds")
