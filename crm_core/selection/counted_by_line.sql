select kind, net_amount <> 0 as is_net, customer_key is not null as has_customer, 1 as line_count
from all_lines
