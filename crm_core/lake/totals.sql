select version, revenue, order_count, customer_count, is_sample
from mart.totals
where version = $version;
