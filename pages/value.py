"""Who brings the value?"""

from ui.frame import start_page

page = start_page("value")
page.row("value.tiers", "value.pareto")
page.row("value.abc", "value.rfm_matrix")
page.row("value.rfm_segments")
