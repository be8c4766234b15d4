-- metric: quality.freshness
-- grain:  one row per table: up to which day its data reach, and when they came
-- needs:  freshness, customers, orders, customer_costs
-- column: table_name  code
-- column: row_count  count
-- column: last_on  date
-- column: imported_on  date
-- column: age_days  days
-- column: import_lag_days  days
-- column: customers  count
-- n:      row_count
-- source: M-76, F-134, S-33
with named as (
    select 'transactions' as table_name, customer_key from orders where customer_key is not null group by customer_key
    union all
    select 'customers' as table_name, customer_key from customers where is_registered
    union all
    select 'customer_costs' as table_name, customer_key from customer_costs group by customer_key
),
members as (
    select
        n.table_name,
        f.last_on,
        f.imported_on,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.first_order_on,
        c.last_order_on,
    from named as n
    inner join freshness as f on n.table_name = f.table_name
    inner join customers as c on n.customer_key = c.customer_key
),
counted as (
    select table_name, count(*) as customers from members group by table_name
)
-- answer
select
    f.table_name,
    f.row_count,
    f.last_on,
    f.imported_on,
    date_diff('day', f.last_on, $as_of) as age_days,
    date_diff('day', f.last_on, f.imported_on) as import_lag_days,
    -- Customers are counted of these alone.
    case
        when f.row_count > 0 and f.table_name in ('transactions', 'customers', 'customer_costs')
            then coalesce(c.customers, 0)
    end as customers,
from freshness as f
left join counted as c on f.table_name = c.table_name
order by
    case
        when f.table_name = 'transactions' then 1
        when f.table_name = 'customers' then 2
        when f.table_name = 'products' then 3
        else 4
    end,
    f.table_name
