-- Every customer's value by $basis. Commercial value (M-15) is revenue less the customer's own costs and a part of
-- the shared ones, by $shared_by: revenue or gross profit (below zero counts as none), orders or heads. NULL = cannot be said.
-- needs: customer_values, shared_costs
select
    v.*,
    case $basis when 'revenue' then v.revenue when 'profit' then v.profit else v.commercial_value end as value,
from (
    select
        o.*,
        cast(
            o.revenue - o.own_cost - case
                when s.shared_cost = 0 then 0
                when $shared_by = 'by_revenue' then s.shared_cost * greatest(o.revenue, 0) / nullif(s.shared_by_revenue, 0)
                when $shared_by = 'by_profit' and o.profit + o.own_cost > 0
                    then s.shared_cost * (o.profit + o.own_cost) / nullif(s.shared_by_profit, 0)
                when $shared_by = 'by_profit' then 0 * (o.profit + o.own_cost)  -- nobody knows what is due of an unknown one
                when $shared_by = 'by_orders' then s.shared_cost * o.order_count / nullif(s.shared_by_orders, 0)
                else s.shared_cost / nullif(s.shared_by_customers, 0)
            end as decimal(18, 4)
        ) as commercial_value,
    from customer_values as o
    cross join shared_costs as s
) as v
