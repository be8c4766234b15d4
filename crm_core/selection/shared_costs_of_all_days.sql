-- The same where all days are asked for: what the costs can be shared by was added up when the version was prepared.
select
    case
        when $basis = 'commercial_value' and (select cost_count from mart.facts) > 0 then coalesce(k.shared_cost, 0)
    end as shared_cost,
    o.revenue as shared_by_revenue,
    o.gross_profit as shared_by_profit,
    o.order_count as shared_by_orders,
    o.customer_count as shared_by_customers,
from (
    select cast(sum(cost_amount) as double) as shared_cost
    from mart.customer_costs
    where incurred_on between $from and $to
        and customer_key is null
        and $basis = 'commercial_value'
) as k
cross join (
    select
        cast(sum(case when revenue > 0 then revenue end) as double) as revenue,
        cast(sum(case when revenue > goods_cost then revenue - goods_cost end) as double) as gross_profit,
        cast(sum(order_count) as bigint) as order_count,
        count(*) as customer_count,
    from mart.customer_totals
    where order_count > 0 and $basis = 'commercial_value'
) as o
