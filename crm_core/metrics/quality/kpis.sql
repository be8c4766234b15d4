-- metric: quality.kpis
-- grain:  one row: can these numbers be trusted
-- needs:  completeness, freshness, problems, customers, orders
-- requires: orders
-- column: customer_known_share  share
-- column: on_file_share  share
-- column: important_filled_share  share
-- column: rejected_share  share
-- column: problem_count  count
-- column: age_days  days
-- column: orders  count
-- column: orders_with_customer  count
-- column: buyers  count
-- column: buyers_on_file  count
-- column: rows_read  count
-- column: rows_rejected  count
-- rate:   customer_known_share = orders_with_customer / orders
-- rate:   on_file_share = buyers_on_file / buyers
-- rate:   rejected_share = rows_rejected / rows_read
-- whole:  important_filled_share
-- part:   is_registered
-- less:   rejected_share, problem_count, age_days
-- n:      orders
-- source: M-76, F-134, S-33
with members as (
    select customer_key, customer_id, customer_name, first_order_on, last_order_on, is_registered
    from customers
),
bought as (
    select
        count(*) as orders,
        count(o.customer_key) as orders_with_customer,
        count(distinct o.customer_key) as buyers,
        count(distinct case when c.is_registered then o.customer_key end) as buyers_on_file,
    from orders as o
    left join customers as c on o.customer_key = c.customer_key
),
filled as (
    select
        cast(sum(cast(filled_count as double) / nullif(row_count, 0)) as double) / nullif(count(*), 0) as filled_share,
    from completeness
    where row_count > 0 and importance <> 'other'
),
brought as (
    select
        cast(sum(rows_read) as bigint) as rows_read,
        cast(sum(rows_rejected) as bigint) as rows_rejected,
        max(case when table_name = 'transactions' then last_on end) as last_on,
    from freshness
),
on_file as (
    select count(case when is_registered then 1 end) as registered_count from members
),
wrong as (
    select cast(coalesce(sum(problem_count), 0) as bigint) as problem_count from problems
)
-- answer
select
    cast(b.orders_with_customer as double) / nullif(b.orders, 0) as customer_known_share,
    -- Without a customer file nothing can be said about who is missing in it.
    case
        when m.registered_count > 0 then cast(b.buyers_on_file as double) / nullif(b.buyers, 0)
    end as on_file_share,
    f.filled_share as important_filled_share,
    cast(r.rows_rejected as double) / nullif(r.rows_read, 0) as rejected_share,
    w.problem_count,
    date_diff('day', r.last_on, $as_of) as age_days,
    b.orders,
    b.orders_with_customer,
    b.buyers,
    case when m.registered_count > 0 then b.buyers_on_file end as buyers_on_file,
    r.rows_read,
    r.rows_rejected,
from bought as b
cross join on_file as m
cross join filled as f
cross join brought as r
cross join wrong as w
