-- metric: next.list_spend
-- grain:  one row per past fortnight, oldest first, also for one in which nobody can be compared
-- forecast: past fortnights of its own
-- record: of days that are over
-- needs:  customers, orders_so_far, list_cycles, list_customers, list_items
-- requires: orders
-- requires: customer_id
-- requires: products
-- requires: quantities
-- requires: one_currency
-- param:  cycles of next.list_record
-- param:  quantiles of next.due
-- param:  weekly of next.list_products
-- param:  budget of next.list_products
-- column: fortnight  code
-- column: listed_spend  money
-- column: unlisted_spend  money
-- column: extra_spend  money
-- column: listed_customers  count
-- column: compared_customers  count
-- column: unlisted_customers  count
-- range:  extra_spend
-- part:   is_listed, is_compared
-- chart:  tested fortnight listed_spend unlisted_spend
-- n:      listed_customers
-- source: S-45, F-15
with spent as (
    select k.cycle, o.customer_key, sum(o.amount) as spend
    from orders_so_far as o
    inner join list_cycles as k on o.order_on > k.seen_on and o.order_on <= k.ends_on
    where o.customer_key is not null and k.cycle > 0
    group by k.cycle, o.customer_key
),
listed as (
    select distinct cycle, customer_key from list_items where item_state = 'listed' and cycle > 0
),
eligible as (
    -- Like with like: who spent alike in the eight weeks before, in the same role.
    select
        l.cycle,
        l.seen_on,
        l.customer_key,
        c.customer_id,
        c.customer_name,
        c.relation_role,
        -- Each step is twice the one below.
        floor(ln(l.weekly_spend / nullif($weekly, 0)) / nullif(ln(2), 0) + 1e-9) as spend_step,
        l.is_expected,
        i.customer_key is not null as is_listed,
        cast(coalesce(s.spend, 0) as decimal(18, 4)) as spend,
    from list_customers as l
    inner join customers as c on l.customer_key = c.customer_key
    left join listed as i on l.cycle = i.cycle and l.customer_key = i.customer_key
    left join spent as s on l.cycle = s.cycle and l.customer_key = s.customer_key
    where l.cycle > 0
),
alike as (
    select
        *,
        count(case when is_listed then 1 end) over cell >= 30
        and count(case when not is_listed then 1 end) over cell >= 30 as is_compared,
    from eligible
    window cell as (partition by cycle, spend_step, relation_role, is_expected)
),
members as (
    select * exclude (cycle, seen_on), cast(seen_on + 1 as varchar) as fortnight
    from alike
),
cells as (
    select
        cycle,
        count(case when is_listed then 1 end) as listed,
        count(case when not is_listed then 1 end) as unlisted,
        cast(sum(case when is_listed then spend end) as double) as listed_sum,
        cast(sum(case when not is_listed then spend end) as double) as unlisted_sum,
        var_samp(cast(case when is_listed then spend end as double)) as listed_variance,
        var_samp(cast(case when not is_listed then spend end as double)) as unlisted_variance,
    from alike
    where is_compared
    group by cycle, spend_step, relation_role, is_expected
),
compared as (
    -- Every cell counts as much as it has listed customers, on both sides.
    select
        cycle,
        sum(listed) as listed,
        sum(unlisted) as unlisted,
        sum(listed_sum) / nullif(sum(listed), 0) as listed_spend,
        sum(listed * unlisted_sum / nullif(unlisted, 0)) / nullif(sum(listed), 0) as unlisted_spend,
        sqrt(sum(
            cast(listed as double) * listed
            * (listed_variance / nullif(listed, 0) + unlisted_variance / nullif(unlisted, 0))
        )) / nullif(sum(listed), 0) as spend_error,
    from cells
    group by cycle
),
with_list as (
    select cycle, count(*) as customers
    from alike
    where is_listed
    group by cycle
)
-- answer
select
    cast(k.seen_on + 1 as varchar) as fortnight,
    cast(c.listed_spend as decimal(18, 4)) as listed_spend,
    cast(c.unlisted_spend as decimal(18, 4)) as unlisted_spend,
    cast(c.listed_spend - c.unlisted_spend as decimal(18, 4)) as extra_spend,
    cast(c.listed_spend - c.unlisted_spend - 1.959963984540054 * c.spend_error as decimal(18, 4)) as extra_spend_low,
    cast(c.listed_spend - c.unlisted_spend + 1.959963984540054 * c.spend_error as decimal(18, 4)) as extra_spend_high,
    coalesce(a.customers, 0) as listed_customers,
    cast(coalesce(c.listed, 0) as bigint) as compared_customers,
    cast(coalesce(c.unlisted, 0) as bigint) as unlisted_customers,
from list_cycles as k
left join compared as c on k.cycle = c.cycle
left join with_list as a on k.cycle = a.cycle
where k.cycle > 0
order by k.seen_on
