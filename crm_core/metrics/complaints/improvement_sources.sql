-- metric: complaints.improvement_sources
-- grain:  one row per source of the improvements done in the period, the most frequent first; the four usual ones always
-- needs:  customers, improvements, complaints_so_far
-- requires: orders
-- requires: improvements
-- column: improvement_source  code
-- column: improvements  count
-- column: all_improvements  count
-- column: improvement_share  share
-- column: customers  count
-- rate:   improvement_share = improvements / all_improvements
-- part:   improvement_source
-- chart:  bars improvement_source improvements improvement_share
-- n:      first all_improvements
-- source: Q-71, S-63, M-33, M-93
with done as (
    select improvement_source, cause, done_on from improvements where done_on >= $from
),
members as (
    -- Whom to tell that it is mended: those who complained of the cause within the year before.
    select
        d.improvement_source,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        max(k.opened_on) as last_complaint_on,
        max(d.done_on) as done_on,
    from done as d
    inner join complaints_so_far as k
        on d.cause = k.cause and k.opened_on <= d.done_on and k.opened_on > d.done_on - 365
    inner join customers as c on k.customer_key = c.customer_key
    group by d.improvement_source, c.customer_key, c.customer_id, c.customer_name
),
listed as (
    select improvement_source, count(*) as customers from members group by improvement_source
),
sources as (
    select improvement_source from done
    union
    select * from (values ('complaint'), ('survey'), ('employee'), ('research')) as t (improvement_source)
),
counted as (
    select
        s.improvement_source,
        (select count(*) from done as d where d.improvement_source is not distinct from s.improvement_source) as improvements,
        (select count(*) from done) as all_improvements,
    from sources as s
)
-- answer
select
    n.improvement_source,
    n.improvements,
    n.all_improvements,
    cast(n.improvements as double) / nullif(n.all_improvements, 0) as improvement_share,
    coalesce(l.customers, 0) as customers,
from counted as n
left join listed as l on n.improvement_source is not distinct from l.improvement_source
order by n.improvements desc, n.improvement_source nulls last
