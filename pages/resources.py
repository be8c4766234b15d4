"""Is effort spent where it pays?"""

from ui.frame import this_page

this_page().rows()
