select distinct customer_key
from members
/* cell */
