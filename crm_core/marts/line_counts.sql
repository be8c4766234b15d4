-- Lines per day and kind, so that what an answer leaves out is known without reading the lines.
create table mart.line_counts as
select
    order_on,
    kind,
    net_amount <> 0 as is_net,
    customer_key is not null as has_customer,
    count(*) as line_count,
from mart.transactions
group by order_on, kind, is_net, has_customer
order by order_on, kind, is_net, has_customer;
