"""How is the business doing?"""

from ui.frame import start_page

page = start_page("overview")
page.kpis()
page.row("overview.revenue_by_period")
page.row("overview.revenue_by_dimension", "overview.line_kinds")
