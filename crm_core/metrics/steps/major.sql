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
            customer_key,
            order_count,
            last_order_on,
            revenue,
            own_cost,
            profit,
            rank() over (order by order_count desc) - 1 < $top[1] * customer_count as is_frequent,
            revenue > 0 and rank() over (order by revenue desc) - 1 < $top[1] * customer_count as is_large,
            case
                when profit is not null
                    then profit > 0
                        and rank() over (order by profit desc nulls last) - 1 < $top[1] * profit_count
            end as is_profitable,
        from customer_values
        cross join (
            select count(*) as customer_count, count(profit) as profit_count from customer_values where revenue is not null
        )
        where revenue is not null
    ) as placed
) as counted
