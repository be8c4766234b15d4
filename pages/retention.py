"""Do customers stay?"""

from ui.frame import this_page

this_page().rows()
