"""Are the customers satisfied, where not, and what should be mended first?"""

from ui.frame import this_page

this_page().rows()
