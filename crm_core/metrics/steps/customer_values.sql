-- What every customer with a counted order brought in the period: revenue, and profit after the cost of
-- goods and the customer's own costs (M-15). Profit is NULL where the cost of an order is not known.
-- needs: customer_orders, customer_costs
select
    o.customer_key,
    o.order_count,
    o.line_count,
    o.last_order_on,
    o.revenue,
    coalesce(k.own_cost, 0) as own_cost,
    o.revenue - o.goods_cost - coalesce(k.own_cost, 0) as profit,
from customer_orders as o
left join (
    select customer_key, cast(sum(cost_amount) as decimal(18, 4)) as own_cost
    from customer_costs
    group by customer_key
) as k on o.customer_key = k.customer_key
