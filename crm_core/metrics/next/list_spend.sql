-- metric: next.list_spend
-- grain:  one row per past fortnight, oldest first, also for one in which nobody can be compared
-- forecast: past fortnights of its own
-- record: of days that are over
-- needs:  customers, orders_so_far, list_cycles, list_customers, list_lines
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
    -- A day lies in one fortnight, which is told by arithmetic: a join would hold every order against every fortnight.
    select
        1 + floor(date_diff('day', order_on, least($to, $as_of)) / nullif(14, 0)) as cycle,
        customer_key,
        sum(amount) as spend,
    from orders_so_far
    where customer_key is not null and order_on > least($to, $as_of) - 14 * cast($cycles as integer)
        and order_on <= least($to, $as_of)
    group by 1, 2
),
listed as (
    select distinct cycle, customer_key from list_lines where item_state = 'listed' and cycle > 0
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
cells as (
    select
        cycle,
        spend_step,
        relation_role,
        is_expected,
        count(case when is_listed then 1 end) as listed,
        count(case when not is_listed then 1 end) as unlisted,
        cast(sum(case when is_listed then spend end) as double) as listed_sum,
        cast(sum(case when not is_listed then spend end) as double) as unlisted_sum,
        var_samp(cast(case when is_listed then spend end as double)) as listed_variance,
        var_samp(cast(case when not is_listed then spend end as double)) as unlisted_variance,
    from eligible
    group by cycle, spend_step, relation_role, is_expected
),
alike as (
    select e.*, c.listed >= 30 and c.unlisted >= 30 as is_compared
    from eligible as e
    inner join cells as c
        on e.cycle = c.cycle and e.spend_step = c.spend_step and e.is_expected = c.is_expected
        and e.relation_role is not distinct from c.relation_role
),
members as (
    select * exclude (cycle, seen_on), cast(seen_on + 1 as varchar) as fortnight
    from alike
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
    where listed >= 30 and unlisted >= 30
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
