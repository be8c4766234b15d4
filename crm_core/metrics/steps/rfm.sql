-- Recency, frequency and value of every buyer, each scored 1 to 5 by 1 + floor(5 · percent_rank), capped
-- at 5: equal values get equal scores, the lowest is 1, and 5 is always the best.
-- needs: customer_orders
select
    customer_key,
    last_order_on,
    recency_days,
    order_count,
    revenue,
    cast(1 + least(4, floor(5 * percent_rank() over (order by recency_days desc))) as integer) as r_score,
    cast(1 + least(4, floor(5 * percent_rank() over (order by order_count))) as integer) as f_score,
    cast(1 + least(4, floor(5 * percent_rank() over (order by revenue))) as integer) as m_score,
from (
    select
        *,
        date_diff('day', last_order_on, $as_of) as recency_days,
    from customer_orders
    where order_count > 0
)
