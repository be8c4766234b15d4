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
with whole as (
    select
        count(*) as customer_count,
        cast(sum(revenue) as double) as all_revenue,
        cast(sum(own_cost) as double) as all_cost,
    from customer_values
    where revenue is not null
),
ranked as (
    select *, rank() over (order by revenue desc) as place
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
        all_cost > 0 as has_costs,
        customer_count,
        all_revenue,
        all_cost,
    from whole
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
        case when s.has_costs then r.own_cost * s.all_revenue > r.revenue * s.all_cost end as is_costly,
    from ranked as r
    cross join seen as s
    left join unpaid as u on r.customer_key = u.customer_key
    left join billed as b on r.customer_key = b.customer_key
    where r.place - 1 >= $cuts[3] * s.customer_count
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
counted as (
    -- One pass over the customers, not one row for each of their signals.
    select
        count(case when is_occasional then 1 end) as occasional,
        count(is_occasional) as occasional_of,
        sum(case when is_occasional then revenue end) as occasional_revenue,
        count(case when is_quiet then 1 end) as quiet,
        count(is_quiet) as quiet_of,
        sum(case when is_quiet then revenue end) as quiet_revenue,
        count(case when is_unpaid then 1 end) as unpaid,
        count(is_unpaid) as unpaid_of,
        sum(case when is_unpaid then revenue end) as unpaid_revenue,
        count(case when is_profitless then 1 end) as profitless,
        count(is_profitless) as profitless_of,
        sum(case when is_profitless then revenue end) as profitless_revenue,
        count(case when is_costly then 1 end) as costly,
        count(is_costly) as costly_of,
        sum(case when is_costly then revenue end) as costly_revenue,
    from small
),
summed as (
    select 1 as signal_order, 'occasional' as signal, occasional as customers, occasional_of as measured,
        occasional_revenue as revenue
    from counted
    union all
    select 2 as signal_order, 'quiet' as signal, quiet as customers, quiet_of as measured, quiet_revenue as revenue
    from counted
    union all
    select 3 as signal_order, 'unpaid' as signal, unpaid as customers, unpaid_of as measured, unpaid_revenue as revenue
    from counted
    union all
    select 4 as signal_order, 'profitless' as signal, profitless as customers, profitless_of as measured,
        profitless_revenue as revenue
    from counted
    union all
    select 5 as signal_order, 'costly' as signal, costly as customers, costly_of as measured, costly_revenue as revenue
    from counted
)
-- answer
select
    s.signal,
    cast(s.customers as double) / nullif(s.measured, 0) as signal_share,
    case when s.measured > 0 then s.customers end as customers,
    s.measured,
    case when s.measured > 0 then cast(coalesce(s.revenue, 0) as decimal(18, 4)) end as revenue,
from summed as s
order by s.signal_order
