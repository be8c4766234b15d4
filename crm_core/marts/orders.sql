-- One row per order, a customer's orders together and in date order, so that questions about customers read
-- them in one go. An order is a sale when one of its lines is.
create table mart.orders as
with told as (
    select
        order_key,
        min(order_on) as order_on,
        min(order_hour) as order_hour,
        max(customer_key) as customer_key,
        cast(count(case when kind = 'sale' then 1 end) as integer) as sale_line_count,
        cast(count(case when kind = 'sale' or net_amount <> 0 then 1 end) as integer) as net_line_count,
        bool_or(kind = 'sale') as is_sale,
        cast(sum(case when kind = 'sale' then amount else 0 end) as decimal(18, 4)) as sale_amount,
        cast(sum(net_amount) as decimal(18, 4)) as net_amount,
        -- The cost of an order is known when that of every counted line is.
        case
            when count(case when kind = 'sale' then 1 end) = count(case when kind = 'sale' then cost_amount end)
                then cast(sum(case when kind = 'sale' then cost_amount end) as decimal(18, 4))
        end as sale_cost_amount,
        case
            when count(case when kind = 'sale' or net_amount <> 0 then 1 end)
                = count(case when kind = 'sale' or net_amount <> 0 then cost_amount end)
                then cast(
                    sum(case when kind = 'sale' then cost_amount when net_amount < 0 then -abs(cost_amount) end)
                    as decimal(18, 4)
                )
        end as net_cost_amount,
    from mart.transactions
    group by order_key
),
first_sales as (
    select customer_key, min(order_on) as first_order_on
    from told
    where is_sale
    group by customer_key
)
select
    t.*,
    f.first_order_on,
from told as t
left join first_sales as f on t.customer_key = f.customer_key
order by t.customer_key, t.order_on, t.order_key;

-- A key is a hash of an order's number. Were one key shared by two numbers, there would be fewer orders than
-- numbers; then nothing is built.
select
    case
        when (select count(distinct order_id) from source.transactions)
            + (
                select count(*)
                from (select distinct customer_id, order_at from source.transactions where order_id is null)
            )
            <= (select count(*) from mart.orders) then true
        else error('Two order numbers share one key. Import the file again with other order numbers.')
    end;
