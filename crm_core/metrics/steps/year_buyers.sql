-- Whoever bought in the last two years: orders and revenue of the last year (now) and of the one before it (then), and
-- of a customer whose first year is over, what it brought.
-- needs: orders_so_far
select
    customer_key,
    min(first_order_on) as first_on,
    max(case when is_sale then order_on end) as last_on,
    count(case when is_sale and order_on > least($to, $as_of) - interval 1 year then 1 end) as orders_now,
    count(case when is_sale and order_on <= least($to, $as_of) - interval 1 year then 1 end) as orders_then,
    cast(
        sum(case when order_on > least($to, $as_of) - interval 1 year then amount end) as decimal(18, 4)
    ) as revenue_now,
    cast(
        sum(case when order_on <= least($to, $as_of) - interval 1 year then amount end) as decimal(18, 4)
    ) as revenue_then,
    cast(sum(
        case
            when first_order_on > least($to, $as_of) - interval 2 year
                and first_order_on <= least($to, $as_of) - interval 1 year
                and order_on < first_order_on + interval 1 year then amount
        end
    ) as decimal(18, 4)) as first_year_revenue,
from orders_so_far
where order_on > least($to, $as_of) - interval 2 year
    and order_on <= least($to, $as_of)
    and customer_key is not null
group by customer_key
having count(case when is_sale then 1 end) > 0
