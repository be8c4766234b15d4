-- One row per customer with an order: the first trace, and what all the sales of all days come to, so that questions
-- about all days need no order. goods_cost is known when that of every sale is; own_cost is of the days of the data.
create table mart.customer_totals as
with bought as (
    select
        customer_key,
        max(first_order_on) as first_order_on,
        max(case when is_sale then order_on end) as last_order_on,
        min(order_on) as first_trace_on,
        cast(count(case when is_sale then 1 end) as integer) as order_count,
        cast(sum(case when is_sale then sale_line_count end) as integer) as line_count,
        cast(sum(case when is_sale then sale_amount end) as decimal(18, 4)) as revenue,
        case
            when count(case when is_sale then 1 end) = count(case when is_sale then sale_cost_amount end)
                then cast(sum(case when is_sale then sale_cost_amount end) as decimal(18, 4))
        end as goods_cost,
    from mart.orders
    where customer_key is not null
    group by customer_key
),
spent as (
    select customer_key, cast(sum(cost_amount) as decimal(18, 4)) as own_cost
    from mart.customer_costs
    where customer_key is not null
        and incurred_on between (select min(order_on) from mart.orders) and (select max(order_on) from mart.orders)
    group by customer_key
)
select
    b.*,
    coalesce(s.own_cost, 0) as own_cost,
from bought as b
left join spent as s on b.customer_key = s.customer_key
order by b.customer_key;
