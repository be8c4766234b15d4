"""What are unhappy customers worth, and whom to call today?"""

from ui.frame import this_page

this_page().rows()
