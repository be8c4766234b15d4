"""Who brings the value?"""

from ui.frame import this_page

page = this_page()
page.row("value.tiers", "value.pareto")
page.row("value.abc", "value.rfm_matrix")
page.row("value.rfm_segments")
