"""Who rises and who falls?"""

from ui.frame import this_page

this_page().rows()
