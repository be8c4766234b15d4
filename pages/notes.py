"""What happened, and what is to be reached?"""

from ui.frame import this_page
from ui.notes import notes_card
from ui.targets import targets_card

page = this_page()
notes_card(page)
targets_card(page)
