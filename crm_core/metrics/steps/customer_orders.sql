-- What every customer with a counted order bought in the period.
-- needs: orders
select
    customer_key,
    count(case when is_sale then 1 end) as order_count,
    max(case when is_sale then order_on end) as last_order_on,
    cast(sum(case when is_sale then line_count end) as bigint) as line_count,
    cast(sum(amount) as decimal(18, 4)) as revenue,
    -- The cost of a customer's goods is known when that of every order is.
    case when count(*) = count(cost_amount) then cast(sum(cost_amount) as decimal(18, 4)) end as goods_cost,
from orders
where customer_key is not null
group by customer_key
