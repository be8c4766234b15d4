"""What about this customer?"""

from ui.customer import customer_page
from ui.frame import this_page

customer_page(this_page())
