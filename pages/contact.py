"""Are customers answered, recognised and helped at once?"""

from ui.frame import this_page

this_page().rows()
