"""What moves satisfaction, what to mend first, and what customers give as reasons."""

from ui.frame import this_page

this_page().rows()
