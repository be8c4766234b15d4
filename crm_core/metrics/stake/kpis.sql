-- metric: stake.kpis
-- grain:  one row
-- needs:  customers, customer_orders, unhappy, asked_by_name, open_complaints, ends_told
-- requires: orders
-- requires: customer_id
-- requires: complaints
-- requires: one_currency
-- column: customers  count
-- column: revenue  money
-- column: dissatisfied_customers  count
-- column: dissatisfied_revenue  money
-- column: complaining_customers  count
-- column: complaining_revenue  money
-- column: both_customers  count
-- column: both_revenue  money
-- column: unhappy_customers  count
-- column: unhappy_revenue  money
-- column: unhappy_share  share
-- column: waiting_customers  count
-- column: waiting_revenue  money
-- whole:  unhappy_share
-- part:   is_dissatisfied, is_complaining, is_both, is_waiting
-- less:   dissatisfied_customers, dissatisfied_revenue, complaining_customers, complaining_revenue, both_customers
-- less:   both_revenue, unhappy_customers, unhappy_revenue, unhappy_share, waiting_customers, waiting_revenue
-- n:      customers
-- source: S-20, S-38, S-64, M-34, M-62
with waiting as (
    select distinct customer_key from open_complaints where customer_key is not null
),
told as (
    select
        o.customer_key,
        o.revenue,
        o.order_count,
        o.last_order_on,
        coalesce(u.is_dissatisfied, false) as is_dissatisfied,
        coalesce(u.is_complaining, false) as is_complaining,
        coalesce(u.is_dissatisfied and u.is_complaining, false) as is_both,
        w.customer_key is not null as is_waiting,
    from customer_orders as o
    left join unhappy as u on o.customer_key = u.customer_key
    left join waiting as w on o.customer_key = w.customer_key
    where o.order_count > 0
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        t.last_order_on,
        t.order_count,
        t.revenue,
        t.is_dissatisfied,
        t.is_complaining,
        t.is_both,
        t.is_waiting,
    from told as t
    inner join customers as c on t.customer_key = c.customer_key
    where t.is_dissatisfied or t.is_complaining or t.is_waiting
),
counted as (
    select
        count(*) as customers,
        coalesce(sum(revenue), 0) as revenue,
        count(case when is_dissatisfied then 1 end) as dissatisfied_customers,
        coalesce(sum(case when is_dissatisfied then revenue end), 0) as dissatisfied_revenue,
        count(case when is_complaining then 1 end) as complaining_customers,
        coalesce(sum(case when is_complaining then revenue end), 0) as complaining_revenue,
        count(case when is_both then 1 end) as both_customers,
        coalesce(sum(case when is_both then revenue end), 0) as both_revenue,
        count(case when is_dissatisfied or is_complaining then 1 end) as unhappy_customers,
        coalesce(sum(case when is_dissatisfied or is_complaining then revenue end), 0) as unhappy_revenue,
        count(case when is_waiting then 1 end) as waiting_customers,
        coalesce(sum(case when is_waiting then revenue end), 0) as waiting_revenue,
    from told
)
-- answer
select
    c.customers,
    cast(c.revenue as decimal(18, 4)) as revenue,
    case when a.is_asked then c.dissatisfied_customers end as dissatisfied_customers,
    case when a.is_asked then cast(c.dissatisfied_revenue as decimal(18, 4)) end as dissatisfied_revenue,
    c.complaining_customers,
    cast(c.complaining_revenue as decimal(18, 4)) as complaining_revenue,
    case when a.is_asked then c.both_customers end as both_customers,
    case when a.is_asked then cast(c.both_revenue as decimal(18, 4)) end as both_revenue,
    c.unhappy_customers,
    cast(c.unhappy_revenue as decimal(18, 4)) as unhappy_revenue,
    cast(c.unhappy_revenue as double) / nullif(c.revenue, 0) as unhappy_share,
    case when e.is_told then c.waiting_customers end as waiting_customers,
    case when e.is_told then cast(c.waiting_revenue as decimal(18, 4)) end as waiting_revenue,
from counted as c
cross join asked_by_name as a
cross join ends_told as e
