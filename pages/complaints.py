"""Which complaints are waiting, what do they come from, and does it get better?"""

from ui.frame import this_page

this_page().rows()
