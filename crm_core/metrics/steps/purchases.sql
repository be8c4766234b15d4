-- Every order of a customer up to the end of the chosen days: its number, the day of the next one, and, by the usual gap
-- as it was known then (as in rhythms), from which day on the silence after it was conspicuous (quiet_on) and long
-- enough to call the customer lost (lost_on), whether or not an order came before. spent is what was spent up to it,
-- spent_earlier up to the third before it (NULL up to the third order).
-- needs: orders_so_far, typical_gap
select
    p.*,
    order_on + cast(
        ceil(case $patience when 'x3' then 3 when 'x4' then 4 else 2 end * usual_days) as integer
    ) as quiet_on,
    order_on + cast(
        ceil(case $patience when 'x3' then 6 when 'x4' then 8 else 4 end * usual_days) as integer
    ) as lost_on,
from (
    select
        o.*,
        (date_diff('day', o.first_on, o.order_on) + t.typical_days) / nullif(o.number, 0) as usual_days,
    from (
        select
            customer_key,
            order_on,
            amount,
            row_number() over (partition by customer_key order by order_on, order_key) as number,
            lead(order_on) over customer_orders as next_on,
            min(order_on) over customer_orders as first_on,
            sum(cast(amount as double)) over customer_orders as spent,
            sum(cast(amount as double)) over (
                partition by customer_key order by order_on, order_key
                rows between unbounded preceding and 3 preceding
            ) as spent_earlier,
        from orders_so_far
        where is_sale and customer_key is not null
        window customer_orders as (partition by customer_key order by order_on, order_key rows unbounded preceding)
    ) as o
    cross join typical_gap as t
) as p
