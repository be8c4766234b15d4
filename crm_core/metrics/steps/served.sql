-- Tier by revenue of every customer with a counted order, what the customer alone cost, and how that stands to what
-- is usual: the cost per revenue of all customers together (M-87). Twice as much is over, half as much is under;
-- who brought no revenue and cost something is over, who cost nothing where nobody did is usual.
-- needs: customer_values
select
    customer_key,
    order_count,
    last_order_on,
    revenue,
    own_cost,
    case
        when place - 1 < $cuts[1] * customer_count then 'vip'
        when place - 1 < $cuts[2] * customer_count then 'major'
        when place - 1 < $cuts[3] * customer_count then 'ordinary'
        else 'small'
    end as tier,
    case
        when all_revenue is null or all_revenue <= 0 then null
        when own_cost > 0 and own_cost * all_revenue >= 2 * greatest(revenue, 0) * all_cost then 'over'
        when 2 * own_cost * all_revenue <= revenue * all_cost and all_cost > 0 then 'under'
        else 'usual'
    end as service,
from (
    select
        customer_key,
        order_count,
        last_order_on,
        revenue,
        own_cost,
        rank() over (order by revenue desc) as place,
        count(*) over (partition by true) as customer_count,
        cast(sum(revenue) over (partition by true) as double) as all_revenue,
        cast(sum(own_cost) over (partition by true) as double) as all_cost,
    from customer_values
    where revenue is not null
)
