"""Do satisfied customers buy again, and what would it bring to turn fours into fives?"""

from ui.frame import this_page

this_page().rows()
