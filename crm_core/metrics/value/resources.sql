-- metric: value.resources
-- grain:  one row per tier, best first, also for a tier that nobody is in
-- needs:  customers, served, efforts
-- requires: orders
-- requires: customer_id
-- requires: customer_costs
-- requires: one_currency
-- param:  cuts of value.tiers
-- column: tier  code
-- column: cost_index  number
-- column: customers  count
-- column: revenue  money
-- column: revenue_share  share
-- column: own_cost  money
-- column: own_cost_share  share
-- column: own_cost_per_customer  money
-- column: discount  money
-- column: discount_share  share
-- column: discount_index  number
-- column: contacts  count
-- column: contacts_share  share
-- column: contact_index  number
-- column: budget_share  share
-- mean:   own_cost_per_customer of customers
-- whole:  revenue_share, own_cost_share, discount_share, contacts_share
-- derived: budget_share
-- chart:  bars tier cost_index own_cost_share
-- n:      customers
-- source: M-87, M-78, S-15, S-57, F-52
with members as (
    select
        c.customer_id,
        c.customer_name,
        s.*,
        e.discount,
        e.contacts,
    from served as s
    inner join efforts as e on s.customer_key = e.customer_key
    inner join customers as c on s.customer_key = c.customer_key
),
summed as (
    select
        s.tier,
        count(*) as customers,
        sum(s.revenue) as revenue,
        sum(s.own_cost) as own_cost,
        var_samp(cast(s.own_cost as double)) as own_cost_variance,
        -- An offer in proportion to value (M-78) gives nothing for a value below zero.
        sum(case when s.revenue > s.own_cost then s.revenue - s.own_cost else 0 end) as budget,
        sum(e.discount) as discount,
        sum(e.contacts) as contacts,
    from served as s
    inner join efforts as e on s.customer_key = e.customer_key
    group by s.tier
),
tiers as (
    select * from (values (1, 'vip'), (2, 'major'), (3, 'ordinary'), (4, 'small')) as t (tier_order, tier)
),
shared as (
    select
        t.tier_order,
        t.tier,
        coalesce(s.customers, 0) as customers,
        cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
        cast(coalesce(s.own_cost, 0) as decimal(18, 4)) as own_cost,
        cast(coalesce(s.revenue, 0) as double) / nullif(sum(s.revenue) over (partition by true), 0) as revenue_share,
        cast(coalesce(s.own_cost, 0) as double) / nullif(sum(s.own_cost) over (partition by true), 0) as own_cost_share,
        cast(coalesce(s.budget, 0) as double) / nullif(sum(s.budget) over (partition by true), 0) as budget_share,
        cast(s.own_cost as double) / nullif(s.customers, 0) as own_cost_per_customer,
        s.own_cost_variance,
        -- Where nobody got any, the data do not tell of it.
        case when sum(s.discount) over (partition by true) > 0 then coalesce(s.discount, 0) end as discount,
        case when sum(s.contacts) over (partition by true) > 0 then coalesce(s.contacts, 0) end as contacts,
        cast(coalesce(s.discount, 0) as double) / nullif(sum(s.discount) over (partition by true), 0) as discount_share,
        cast(coalesce(s.contacts, 0) as double) / nullif(sum(s.contacts) over (partition by true), 0) as contacts_share,
    from tiers as t
    left join summed as s on t.tier = s.tier
)
-- answer
select
    tier,
    own_cost_share / nullif(revenue_share, 0) as cost_index,
    customers,
    revenue,
    revenue_share,
    own_cost,
    own_cost_share,
    own_cost_per_customer,
    own_cost_variance as own_cost_per_customer_variance,
    cast(discount as decimal(18, 4)) as discount,
    discount_share,
    discount_share / nullif(revenue_share, 0) as discount_index,
    cast(contacts as bigint) as contacts,
    contacts_share,
    contacts_share / nullif(revenue_share, 0) as contact_index,
    budget_share,
from shared
order by tier_order
