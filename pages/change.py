"""Why did revenue change?"""

from ui.frame import this_page

this_page().rows()
