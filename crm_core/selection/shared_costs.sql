-- One row: the costs of no single customer in the period, and what they can be shared by, over all customers who
-- bought in it: filters choose whom to look at, not who bears the rent. NULL where the data hold no costs at all.
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
        cast(sum(case when amount > 0 then amount end) as double) as revenue,
        cast(sum(case when gross_profit > 0 then gross_profit end) as double) as gross_profit,
        sum(order_count) as order_count,
        count(*) as customer_count,
    from (
        select
            customer_key,
            sum(case when $rule = 'net' then net_amount else sale_amount end) as amount,
            case
                when count(*) = count(case when $rule = 'net' then net_cost_amount else sale_cost_amount end)
                    then sum(case when $rule = 'net' then net_amount - net_cost_amount else sale_amount - sale_cost_amount end)
            end as gross_profit,
            count(case when is_sale then 1 end) as order_count,
        from mart.orders
        where order_on between $from and $to
            and (is_sale or ($rule = 'net' and net_amount <> 0))
            and customer_key is not null
            and $basis = 'commercial_value'
        group by customer_key
    )
) as o
