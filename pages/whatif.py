"""What would it bring if more customers stayed, bought again, paid more or sent others?"""

from ui.frame import this_page
from ui.whatif import levers_head, others_say

page = this_page()
levers_head(page)
page.rows()
others_say(page)
