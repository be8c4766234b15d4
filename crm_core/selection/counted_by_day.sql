select kind, is_net, has_customer, line_count
from mart.line_counts
where order_on between $from and $to
