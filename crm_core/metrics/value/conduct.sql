-- metric: value.conduct
-- grain:  one row per tier, major and small, or RFM segment that has customers, the best first
-- needs:  customers, customer_groups, payments, complaints
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- requires: payments when conduct=late
-- requires: payments when conduct=unpaid
-- requires: complaints when conduct=complaining
-- param:  conduct = repeat | late | unpaid | complaining
-- param:  by = tier | key | segment
-- param:  cuts of value.tiers
-- column: customer_group  code
-- column: conduct_share  share
-- column: group_customers  count
-- column: conduct_known  count
-- column: conduct_count  count
-- column: customers  count
-- rate:   conduct_share = conduct_count / conduct_known
-- chart:  bars customer_group conduct_share customers
-- n:      conduct_known
-- source: S-15, M-04, F-06
with billed as (
    -- Payments that fell due, and those of them paid late, or not at all.
    select
        customer_key,
        count(*) as due_count,
        count(
            case
                when $conduct = 'late' and coalesce(paid_on, $as_of) > due_on then 1
                when $conduct = 'unpaid' and paid_on is null then 1
            end
        ) as late_count,
    from payments
    where $conduct in ('late', 'unpaid')
        and customer_key is not null
        and (paid_on is not null and due_on is not null or due_on < $as_of)
    group by customer_key
),
complained as (
    select distinct customer_key
    from complaints
    where $conduct = 'complaining' and customer_key is not null
),
placed as (
    select
        g.group_code as customer_group,
        g.place,
        g.customer_key,
        g.revenue,
        g.order_count,
        g.last_order_on,
        case when $conduct in ('repeat', 'complaining') then 1 else b.due_count end as conduct_known,
        case
            when $conduct = 'repeat' then case when g.order_count >= 2 then 1 else 0 end
            when $conduct = 'complaining' then case when c.customer_key is not null then 1 else 0 end
            else b.late_count
        end as conduct_count,
    from customer_groups as g
    left join billed as b on g.customer_key = b.customer_key
    left join complained as c on g.customer_key = c.customer_key
),
members as (
    select
        c.customer_id,
        c.customer_name,
        p.* exclude (place),
    from placed as p
    inner join customers as c on p.customer_key = c.customer_key
    where p.conduct_count > 0
),
summed as (
    select
        customer_group,
        min(place) as place,
        count(*) as group_customers,
        sum(conduct_known) as conduct_known,
        sum(conduct_count) as conduct_count,
        count(case when conduct_count > 0 then 1 end) as customers,
    from placed
    group by customer_group
)
-- answer
select
    customer_group,
    cast(conduct_count as double) / nullif(conduct_known, 0) as conduct_share,
    group_customers,
    cast(coalesce(conduct_known, 0) as bigint) as conduct_known,
    cast(coalesce(conduct_count, 0) as bigint) as conduct_count,
    customers,
from summed
order by place, customer_group
