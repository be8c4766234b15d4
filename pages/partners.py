"""On whom and on what does the business depend?"""

from ui.frame import this_page

this_page().rows()
