"""Where does each relation stand, and who is on the way out?"""

from ui.frame import this_page
from ui.members import everybody_below
from ui.stages import stage_actions

page = this_page()
page.rows()
everybody_below(page, "lifecycle.at_risk")
stage_actions(page)
