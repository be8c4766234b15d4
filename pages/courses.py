"""How do relations rise and fall, and what shapes do they take?"""

from ui.frame import this_page

this_page().rows()
