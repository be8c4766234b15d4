-- metric: accounts.needs
-- grain:  one row per kind of need, the five always, needs of an unknown kind last where there are any
-- needs:  customers, requirements
-- requires: requirements
-- column: need_kind  code
-- column: needs  count
-- column: told_needs  count
-- column: met_needs  count
-- column: met_share  share
-- column: overdue_needs  count
-- column: customers  count
-- rate:   met_share = met_needs / told_needs
-- part:   need_kind
-- chart:  bars need_kind met_share needs
-- n:      needs
-- source: M-28, S-43, F-93
with stated as (
    select
        r.need_kind,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        r.requirement,
        r.due_on,
        r.is_met,
        not r.is_met and coalesce(r.due_on < least($to, $as_of), false) as is_overdue,
        row_number() over (
            partition by r.need_kind, c.customer_key, r.is_met order by r.due_on nulls last, r.requirement_id nulls last, r.requirement
        ) as place,
    from requirements as r
    inner join customers as c on r.customer_key = c.customer_key
),
members as (
    -- Whose needs of the kind are not met: the need that is due first stands for them.
    select
        need_kind,
        customer_key,
        customer_id,
        customer_name,
        max(case when place = 1 then requirement end) as requirement,
        min(due_on) as due_on,
        count(*) as unmet_needs,
        count(case when is_overdue then 1 end) as overdue_needs,
    from stated
    where not is_met
    group by need_kind, customer_key, customer_id, customer_name
),
kinds as (
    select *
    from (
        values (1, 'stated'), (2, 'real'), (3, 'unstated'), (4, 'delight'), (5, 'secret')
    ) as t (kind_order, need_kind)
    union all
    select distinct 6 as kind_order, need_kind from stated where need_kind is null
),
counted as (
    select
        need_kind,
        count(*) as needs,
        count(is_met) as told_needs,
        count(case when is_met then 1 end) as met_needs,
        count(case when is_overdue then 1 end) as overdue_needs,
        count(distinct case when not is_met then customer_key end) as customers,
    from stated
    group by need_kind
)
-- answer
select
    k.need_kind,
    coalesce(n.needs, 0) as needs,
    coalesce(n.told_needs, 0) as told_needs,
    coalesce(n.met_needs, 0) as met_needs,
    cast(n.met_needs as double) / nullif(n.told_needs, 0) as met_share,
    case when n.needs is null or n.told_needs > 0 then coalesce(n.overdue_needs, 0) end as overdue_needs,
    case when n.needs is null or n.told_needs > 0 then coalesce(n.customers, 0) end as customers,
from kinds as k
left join counted as n on k.need_kind is not distinct from n.need_kind
order by k.kind_order
