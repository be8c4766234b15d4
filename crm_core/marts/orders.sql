-- One row per order, a customer's orders together, its sales first and in date order, so that questions about customers
-- read them in one go. An order is a sale when one of its lines is. Of a customer's sale it is known here once for all
-- which one it is (from 1), on which of the customer's days, when the next one came, and what was spent up to it and in
-- it and the two before it.
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
)
-- No sort at the end: the windows leave the rows customer by customer already, and a second sort would cost more.
select
    t.*,
    case
        when customer_key is not null then first_value(case when is_sale then order_on end) over so_far
    end as first_order_on,
    case when is_sale and customer_key is not null then cast(row_number() over so_far as integer) end as sale_number,
    case
        when is_sale and customer_key is not null then cast(
            dense_rank() over (partition by customer_key order by is_sale desc, order_on) as integer
        )
    end as sale_day_number,
    case
        when is_sale and customer_key is not null then lead(case when is_sale then order_on end) over so_far
    end as next_sale_on,
    case
        when is_sale and customer_key is not null then cast(sum(sale_amount) over so_far as decimal(18, 4))
    end as sale_amount_so_far,
    case
        when is_sale and customer_key is not null then cast(
            sale_amount
            + coalesce(lag(sale_amount, 1) over so_far, 0)
            + coalesce(lag(sale_amount, 2) over so_far, 0) as decimal(18, 4)
        )
    end as sale_amount_of_three,
from told as t
window so_far as (partition by customer_key order by is_sale desc, order_on, order_key rows unbounded preceding);

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
