"""Who is due to buy, and what comes next?"""

from ui.frame import this_page
from ui.lists import lists

page = this_page()
page.row("next.due", "next.calendar")
lists(page)
page.row("next.list_record", "next.list_spend")
page.row("next.list_products", "next.products")
page.row("next.pairs", "next.matches")
