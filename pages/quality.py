"""Can these numbers be trusted?"""

from ui.decisions import decisions
from ui.duplicates import duplicates
from ui.frame import this_page
from ui.quality import quality_kpis, sheet

page = this_page()
quality_kpis(page)
page.card("quality.unmatched")
sheet(page, "quality.completeness")
sheet(page, "quality.freshness")
sheet(page, "quality.value_problems")
duplicates(page)
decisions(page)
