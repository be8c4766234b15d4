"""Who brings the value?"""

from ui.frame import this_page

this_page().rows()
