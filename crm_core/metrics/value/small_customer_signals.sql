-- metric: value.small_customer_signals
-- grain:  one row per signal in a fixed order, about the customers of the lowest tier
-- needs:  customers, customer_values, all_lines, payments
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  cuts of value.tiers
-- column: signal  code
-- column: signal_share  share
-- column: customers  count
-- column: measured  count
-- column: revenue  money
-- rate:   signal_share = customers / measured
-- chart:  bars signal signal_share customers
-- n:      first measured
-- source: M-04, S-15
with ranked as (
    select
        *,
        rank() over (order by revenue desc) as place,
        count(*) over (partition by true) as customer_count,
        cast(sum(revenue) over (partition by true) as double) as all_revenue,
        cast(sum(own_cost) over (partition by true) as double) as all_cost,
    from customer_values
    where revenue is not null
),
unpaid as (
    select customer_key, count(*) as line_count
    from all_lines
    where kind = 'unpaid'
    group by customer_key
),
billed as (
    -- Whose payments are known: whether any was late, or is overdue.
    select customer_key, max(case when coalesce(paid_on, $as_of) > due_on then 1 else 0 end) = 1 as is_late
    from payments
    where due_on is not null
    group by customer_key
),
seen as (
    -- Without a single unpaid line nobody knows whether the files would say so, and without costs who is costly.
    select
        exists (select 1 from unpaid) as has_unpaid,
        (select max(all_cost) from ranked) > 0 as has_costs,
),
small as (
    select
        r.customer_key,
        r.order_count,
        r.last_order_on,
        r.revenue,
        r.profit,
        case when s.has_costs then r.own_cost end as own_cost,
        r.order_count <= 1 as is_occasional,
        r.last_order_on is null or date_diff('day', r.last_order_on, $as_of) > 90 as is_quiet,
        case
            when s.has_unpaid or b.customer_key is not null
                then u.line_count is not null or coalesce(b.is_late, false)
        end as is_unpaid,
        r.profit <= 0 as is_profitless,
        case when s.has_costs then r.own_cost * r.all_revenue > r.revenue * r.all_cost end as is_costly,
    from ranked as r
    cross join seen as s
    left join unpaid as u on r.customer_key = u.customer_key
    left join billed as b on r.customer_key = b.customer_key
    where r.place - 1 >= $cuts[3] * r.customer_count
),
flags as (
    select customer_key, revenue, 'occasional' as signal, is_occasional as is_on from small
    union all
    select customer_key, revenue, 'quiet' as signal, is_quiet as is_on from small
    union all
    select customer_key, revenue, 'unpaid' as signal, is_unpaid as is_on from small
    union all
    select customer_key, revenue, 'profitless' as signal, is_profitless as is_on from small
    union all
    select customer_key, revenue, 'costly' as signal, is_costly as is_on from small
),
members as (
    select
        c.customer_id,
        c.customer_name,
        s.*,
        f.signal,
    from flags as f
    inner join small as s on f.customer_key = s.customer_key
    inner join customers as c on f.customer_key = c.customer_key
    where f.is_on
),
summed as (
    select
        signal,
        count(case when is_on then 1 end) as customers,
        count(is_on) as measured,
        sum(case when is_on then revenue end) as revenue,
    from flags
    group by signal
),
signals as (
    select *
    from (
        values (1, 'occasional'), (2, 'quiet'), (3, 'unpaid'), (4, 'profitless'), (5, 'costly')
    ) as t (signal_order, signal)
)
-- answer
select
    t.signal,
    cast(s.customers as double) / nullif(s.measured, 0) as signal_share,
    case when s.measured > 0 then s.customers end as customers,
    coalesce(s.measured, 0) as measured,
    case when s.measured > 0 then cast(coalesce(s.revenue, 0) as decimal(18, 4)) end as revenue,
from signals as t
left join summed as s on t.signal = s.signal
order by t.signal_order
