-- metric: lifecycle.loss_causes
-- grain:  one row per reason given for losing a customer in the chosen days, most customers first; unknown where none is
-- needs:  customers, orders_so_far
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- requires: loss_reasons
-- column: lost_reason  code
-- column: customers  count
-- column: reason_share  share
-- column: reasoned_customers  count
-- column: revenue_of_year  money
-- column: undated_customers  count
-- rate:   reason_share = customers / reasoned_customers
-- less:   customers, reason_share, revenue_of_year
-- chart:  bars lost_reason customers reason_share
-- n:      customers
-- source: M-75, M-12, F-23
with spent as (
    -- What each brought in the year up to the day of its loss: what a year without it costs.
    select
        c.customer_key,
        cast(sum(o.amount) as decimal(18, 4)) as revenue_of_year,
    from customers as c
    inner join orders_so_far as o on c.customer_key = o.customer_key
    where o.order_on <= c.lost_on and o.order_on > c.lost_on - interval 1 year
    group by c.customer_key
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.lost_reason,
        c.lost_on,
        c.last_order_on,
        coalesce(s.revenue_of_year, 0) as revenue_of_year,
    from customers as c
    left join spent as s on c.customer_key = s.customer_key
    where c.lost_on between $from and least($to, $as_of)
),
whole as (
    select count(lost_reason) as reasoned_customers from members
),
undated as (
    select count(*) as undated_customers from customers where lost_reason is not null and lost_on is null
)
-- answer
select
    m.lost_reason,
    count(*) as customers,
    -- Of those whose reason is known: so nothing is said of the others.
    case when m.lost_reason is not null then cast(count(*) as double) / nullif(w.reasoned_customers, 0) end
        as reason_share,
    case when m.lost_reason is not null then w.reasoned_customers end as reasoned_customers,
    cast(sum(m.revenue_of_year) as decimal(18, 4)) as revenue_of_year,
    u.undated_customers,
from members as m
cross join whole as w
cross join undated as u
group by m.lost_reason, w.reasoned_customers, u.undated_customers
order by m.lost_reason is null, customers desc, m.lost_reason
