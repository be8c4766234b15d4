-- What every version changed: its totals, those of the version before it, and the difference as a share.
-- The sample company is no "before" of real data, nor real data of it.
with told as (
    select
        version,
        revenue,
        order_count,
        customer_count,
        lag(is_sample) over (order by version) = is_sample as is_comparable,
        lag(revenue) over (order by version) as revenue_of_last,
        lag(order_count) over (order by version) as order_count_of_last,
        lag(customer_count) over (order by version) as customer_count_of_last,
    from mart.totals
),
compared as (
    select
        version,
        revenue,
        order_count,
        customer_count,
        case when is_comparable then revenue_of_last end as revenue_before,
        case when is_comparable then order_count_of_last end as order_count_before,
        case when is_comparable then customer_count_of_last end as customer_count_before,
    from told
)
select
    *,
    cast(revenue - revenue_before as double) / nullif(revenue_before, 0) as revenue_change,
    cast(order_count - order_count_before as double) / nullif(order_count_before, 0) as order_count_change,
    cast(customer_count - customer_count_before as double) / nullif(customer_count_before, 0) as customer_count_change,
from compared
order by version;
