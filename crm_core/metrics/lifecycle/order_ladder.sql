-- metric: lifecycle.order_ladder
-- grain:  one row per order number from the first to the tenth, also for a number that nobody reached
-- needs:  customers, customer_lives
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- column: step_number  code
-- column: customers  count
-- column: reached_share  share
-- column: customers_before  count
-- column: step_share  share
-- column: revenue  money
-- column: buyers  count
-- rate:   reached_share = customers / buyers
-- rate:   step_share = customers / customers_before
-- chart:  bars step_number customers reached_share
-- n:      first buyers
-- source: M-91, S-09, S-14
with steps as (
    select *
    from (values (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)) as t (step_number)
),
members as (
    -- Whoever made three orders stands on the first, second and third step.
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        s.step_number,
        l.order_count,
        c.first_order_on,
        l.last_on as last_order_on,
        l.revenue,
    from customer_lives as l
    inner join steps as s on s.step_number <= l.order_count
    inner join customers as c on l.customer_key = c.customer_key
),
counted as (
    select least(order_count, 10) as order_count, count(*) as customers, sum(revenue) as revenue
    from customer_lives
    group by 1
),
reached as (
    select
        s.step_number,
        cast(coalesce(sum(c.customers), 0) as bigint) as customers,
        cast(coalesce(sum(c.revenue), 0) as decimal(18, 4)) as revenue,
    from steps as s
    left join counted as c on s.step_number <= c.order_count
    group by s.step_number
)
-- answer
select
    cast(r.step_number as varchar) as step_number,
    r.customers,
    cast(r.customers as double) / nullif(f.customers, 0) as reached_share,
    b.customers as customers_before,
    cast(r.customers as double) / nullif(b.customers, 0) as step_share,
    r.revenue,
    f.customers as buyers,
from reached as r
inner join reached as f on f.step_number = 1
left join reached as b on b.step_number = r.step_number - 1
order by r.step_number
