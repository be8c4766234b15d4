-- metric: accounts.contacts
-- grain:  one row per gap in whom we know at key accounts, in a fixed order
-- needs:  customers, key_accounts, contacts
-- requires: contacts
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  top of accounts.major
-- column: contact_gap  code
-- column: gap_share  share
-- column: customers  count
-- column: measured  count
-- column: revenue  money
-- rate:   gap_share = customers / measured
-- less:   gap_share
-- chart:  bars contact_gap gap_share customers
-- n:      first measured
-- source: M-08, S-22, M-70
with known as (
    select
        k.customer_key,
        k.revenue,
        k.order_count,
        count(p.customer_key) as contact_person_count,
        count(p.contact_role) as role_count,
        count(case when p.contact_role = 'payer' then 1 end) as payer_count,
        count(case when p.contact_role = 'decider' then 1 end) as decider_count,
        count(case when p.contact_role = 'beneficiary' then 1 end) as beneficiary_count,
    from key_accounts as k
    left join contacts as p on k.customer_key = p.customer_key
    group by k.customer_key, k.revenue, k.order_count
),
flags as (
    select customer_key, 'no_contact' as contact_gap, contact_person_count = 0 as is_on from known
    union all
    select customer_key, 'one_contact' as contact_gap, contact_person_count = 1 as is_on from known
    union all
    -- Whose roles nobody wrote down tell nothing about the roles that are missing.
    select customer_key, 'no_decider' as contact_gap, decider_count = 0 as is_on from known where role_count > 0
    union all
    select customer_key, 'no_payer' as contact_gap, payer_count = 0 as is_on from known where role_count > 0
    union all
    select customer_key, 'no_beneficiary' as contact_gap, beneficiary_count = 0 as is_on from known where role_count > 0
),
members as (
    select
        f.contact_gap,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        k.contact_person_count,
        k.revenue,
        k.order_count,
    from flags as f
    inner join known as k on f.customer_key = k.customer_key
    inner join customers as c on f.customer_key = c.customer_key
    where f.is_on
),
counted as (
    select contact_gap, count(*) as measured, count(case when is_on then 1 end) as customers
    from flags
    group by contact_gap
),
earned as (
    select contact_gap, sum(revenue) as revenue from members group by contact_gap
),
gaps as (
    select *
    from (
        values (1, 'no_contact'), (2, 'one_contact'), (3, 'no_decider'), (4, 'no_payer'), (5, 'no_beneficiary')
    ) as t (gap_order, contact_gap)
)
-- answer
select
    g.contact_gap,
    cast(c.customers as double) / nullif(c.measured, 0) as gap_share,
    case when c.measured > 0 then c.customers end as customers,
    coalesce(c.measured, 0) as measured,
    case when c.measured > 0 then cast(coalesce(e.revenue, 0) as decimal(18, 4)) end as revenue,
from gaps as g
left join counted as c on g.contact_gap = c.contact_gap
left join earned as e on g.contact_gap = e.contact_gap
order by g.gap_order
