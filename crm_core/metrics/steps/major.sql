-- Which of three criteria every customer with a counted order meets (M-85): among the first $top by orders, by revenue,
-- by profit. Equals share the better place, so the first always counts. Profit is unknown where a cost is; then the
-- other two are all that can be met.
-- needs: customer_values
select
    *,
    case
        when met_count = case when is_profitable is null then 2 else 3 end then 'all'
        when met_count = 2 then 'two'
        when met_count = 1 then 'one'
        else 'none'
    end as met,
from (
    select
        *,
        cast(is_frequent as integer) + cast(is_large as integer) + coalesce(cast(is_profitable as integer), 0)
            as met_count,
    from (
        select
            v.customer_key,
            v.order_count,
            v.last_order_on,
            v.revenue,
            v.own_cost,
            v.profit,
            v.order_count >= f.fewest as is_frequent,
            v.revenue > 0 and v.revenue >= l.least_revenue as is_large,
            case when v.profit is not null then v.profit > 0 and coalesce(v.profit >= p.least_profit, false) end
                as is_profitable,
        from customer_values as v
        -- Of the places in question only the last one's value is looked for: a sort of one column, not of customers.
        cross join (
            select min(order_count) as fewest
            from (
                select
                    order_count,
                    row_number() over (order by order_count desc) as place,
                    count(*) over (partition by true) as customer_count,
                from customer_values
                where revenue is not null
            )
            where place - 1 < $top[1] * customer_count
        ) as f
        cross join (
            select min(revenue) as least_revenue
            from (
                select
                    revenue,
                    row_number() over (order by revenue desc) as place,
                    count(*) over (partition by true) as customer_count,
                from customer_values
                where revenue is not null
            )
            where place - 1 < $top[1] * customer_count
        ) as l
        cross join (
            select min(profit) as least_profit
            from (
                select
                    profit,
                    row_number() over (order by profit desc) as place,
                    count(*) over (partition by true) as profit_count,
                from customer_values
                where revenue is not null and profit is not null
            )
            where place - 1 < $top[1] * profit_count
        ) as p
        where v.revenue is not null
    ) as placed
) as counted
