-- metric: people.audits
-- grain:  one row per employee or department and group of audit items, those with the lowest scores first
-- needs:  customers, service_audits
-- requires: audits
-- param:  by = department | employee
-- param:  items = groups | communication | hearts | principles
-- column: audit_item  code
-- column: served_by  text
-- column: audit_marks  count
-- column: audit_score  score
-- column: low_marks  count
-- column: customers  count
-- mean:   audit_score of audit_marks
-- part:   served_by
-- less:   low_marks
-- chart:  heat audit_item served_by audit_score
-- n:      audit_marks
-- source: S-62, S-04, S-20, M-26, M-31, M-47, M-48, F-82, F-91
with chosen as (
    select
        case when $items = 'groups' then item_group else item end as audit_item,
        case when $by = 'department' then department else employee end as served_by,
        customer_key,
        audited_on,
        cast(score as double) as score,
    from service_audits
    where $items = 'groups' or item_group = $items
),
members as (
    select
        m.audit_item,
        m.served_by,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        m.last_contact_on,
    from (
        select audit_item, served_by, customer_key, max(audited_on) as last_contact_on
        from chosen
        group by audit_item, served_by, customer_key
    ) as m
    inner join customers as c on m.customer_key = c.customer_key
),
listed as (
    select audit_item, served_by, count(*) as customers from members group by audit_item, served_by
),
rated as (
    select
        audit_item,
        served_by,
        count(*) as audit_marks,
        sum(score) / nullif(count(score), 0) as audit_score,
        var_samp(score) as audit_score_variance,
        count(case when score <= 2 then 1 end) as low_marks,
    from chosen
    group by audit_item, served_by
),
item_places as (
    select audit_item, sum(score) / nullif(count(score), 0) as item_score from chosen group by audit_item
),
served_places as (
    select served_by, sum(score) / nullif(count(score), 0) as served_score from chosen group by served_by
)
-- answer
select
    r.audit_item,
    r.served_by,
    r.audit_marks,
    r.audit_score,
    r.audit_score_variance,
    r.low_marks,
    coalesce(l.customers, 0) as customers,
from rated as r
inner join item_places as i on r.audit_item = i.audit_item
inner join served_places as v on r.served_by is not distinct from v.served_by
left join listed as l on r.audit_item = l.audit_item and r.served_by is not distinct from l.served_by
order by v.served_score, r.served_by nulls last, i.item_score, r.audit_item
