"""What does each number mean?"""

from ui.frame import this_page
from ui.glossary import glossary

glossary(this_page())
