-- metric: next.list_record
-- grain:  one row per past fortnight, oldest first, as its lists would have been made then: also for one without items
-- forecast: past fortnights of its own
-- record: of days that are over
-- needs:  customers, list_cycles, list_lines
-- requires: orders
-- requires: customer_id
-- requires: products
-- requires: quantities
-- requires: one_currency
-- param:  cycles = 6 | 3 | 12
-- param:  quantiles of next.due
-- param:  weekly of next.list_products
-- param:  budget of next.list_products
-- column: fortnight  code
-- column: hit_rate  share
-- column: base_rate  share
-- column: due_items  count
-- column: hits  count
-- column: other_items  count
-- column: other_hits  count
-- column: product_gain  share
-- column: paired_customers  count
-- column: customers  count
-- column: deal_items  count
-- column: redeemed  count
-- column: redeemed_rate  share
-- rate:   hit_rate = hits / due_items
-- rate:   base_rate = other_hits / other_items
-- mean:   product_gain of paired_customers
-- rate:   redeemed_rate = redeemed / deal_items
-- chart:  tested fortnight hit_rate base_rate
-- n:      due_items
-- source: S-45, M-77, F-15, F-16, T-price_list
with due_customers as (
    select
        cycle,
        customer_key,
        count(*) as due_items,
        cast(sum(bought_count) as bigint) as hits,
        count(case when item_state = 'listed' and discount is not null then 1 end) as deal_items,
        count(case when item_state = 'listed' and discount is not null and bought_count = 1 then 1 end) as redeemed,
    from list_lines
    where cycle > 0 and item_state <> 'not_due'
    group by cycle, customer_key
),
others as (
    -- What customers with enough spending buy regularly as well, but was not due.
    select
        cycle,
        cast(sum(item_count) as bigint) as other_items,
        cast(sum(bought_count) as bigint) as other_hits,
    from list_lines
    where item_state = 'not_due'
    group by cycle
),
paired as (
    -- Whoever had due products and others on one day is held against itself: what is left is the choice of product,
    -- not that of the customer.
    select
        d.cycle,
        d.customer_key,
        cast(d.hits as double) / nullif(d.due_items, 0) - cast(o.bought_count as double) / nullif(o.item_count, 0) as gain,
    from due_customers as d
    inner join list_lines as o on d.cycle = o.cycle and d.customer_key = o.customer_key
    where o.item_state = 'not_due'
),
gained as (
    select
        cycle,
        count(*) as paired_customers,
        -- In decimals, which add up to the same in any order.
        cast(sum(cast(gain as decimal(18, 12))) as double) / nullif(count(*), 0) as product_gain,
        var_samp(gain) as gain_variance,
    from paired
    group by cycle
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        cast(k.seen_on + 1 as varchar) as fortnight,
        d.due_items,
        d.hits,
        d.deal_items,
        d.redeemed,
    from due_customers as d
    inner join list_cycles as k on d.cycle = k.cycle
    inner join customers as c on d.customer_key = c.customer_key
)
-- answer
select
    cast(k.seen_on + 1 as varchar) as fortnight,
    cast(sum(m.hits) as double) / nullif(sum(m.due_items), 0) as hit_rate,
    cast(max(o.other_hits) as double) / nullif(max(o.other_items), 0) as base_rate,
    cast(coalesce(sum(m.due_items), 0) as bigint) as due_items,
    cast(coalesce(sum(m.hits), 0) as bigint) as hits,
    coalesce(max(o.other_items), 0) as other_items,
    coalesce(max(o.other_hits), 0) as other_hits,
    max(g.product_gain) as product_gain,
    max(g.gain_variance) as product_gain_variance,
    coalesce(max(g.paired_customers), 0) as paired_customers,
    count(m.customer_key) as customers,
    cast(coalesce(sum(m.deal_items), 0) as bigint) as deal_items,
    cast(coalesce(sum(m.redeemed), 0) as bigint) as redeemed,
    cast(sum(m.redeemed) as double) / nullif(sum(m.deal_items), 0) as redeemed_rate,
from list_cycles as k
left join members as m on cast(k.seen_on + 1 as varchar) = m.fortnight
left join others as o on k.cycle = o.cycle
left join gained as g on k.cycle = g.cycle
where k.cycle > 0
group by k.seen_on
order by k.seen_on
