"""How is the business doing?"""

from ui.frame import this_page

this_page().rows()
