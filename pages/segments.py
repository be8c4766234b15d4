"""What became of the segments we watch?"""

from ui.frame import this_page
from ui.segments import segment_cards

segment_cards(this_page())
