"""Who serves well, and who needs help?"""

from ui.frame import this_page

this_page().rows()
