"""Who are the key accounts, where is room to grow, and where is it not worth a fight?"""

from ui.frame import this_page

this_page().rows()
