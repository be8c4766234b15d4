"""Who are the customers, and how do they buy?"""

from ui.frame import this_page

this_page().rows()
