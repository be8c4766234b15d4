"""How is the business doing?"""

from ui.frame import this_page

page = this_page()
page.kpis()
page.row("overview.revenue_by_period")
page.row("overview.revenue_by_dimension", "overview.line_kinds")
