-- metric: overview.line_kinds
-- grain:  one row per kind of order line: what counts as a sale and what does not
-- needs:  all_lines, customers
-- requires: orders
-- column: kind  code
-- column: lines  count
-- column: orders  count
-- column: amount  money
-- column: paid_amount  money
-- column: refund_amount  money
-- column: net_amount  money
-- column: lines_without_customer  count
-- chart:  bars kind amount lines
-- n:      lines
-- source: M-15, T-orders
with members as (
    select
        cast(l.kind as varchar) as kind,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        count(distinct l.order_key) as order_count,
        cast(sum(l.amount) as decimal(18, 4)) as revenue,
    from all_lines as l
    inner join customers as c on l.customer_key = c.customer_key
    group by l.kind, c.customer_key, c.customer_id, c.customer_name
)
-- answer
select
    cast(kind as varchar) as kind,
    count(*) as lines,
    count(distinct order_key) as orders,
    cast(sum(amount) as decimal(18, 4)) as amount,
    cast(sum(paid_amount) as decimal(18, 4)) as paid_amount,
    cast(sum(refund_amount) as decimal(18, 4)) as refund_amount,
    cast(sum(net_amount) as decimal(18, 4)) as net_amount,
    count(*) - count(customer_key) as lines_without_customer,
from all_lines
group by all_lines.kind
order by lines desc, 1
