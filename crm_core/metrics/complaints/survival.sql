-- metric: complaints.survival
-- grain:  one row per month since a customer's first complaint, for all who complained (value *) and for each cause of
--         that complaint; causes after the fifth are one row, other
-- needs:  customers, rhythms, complaints_so_far
-- requires: orders
-- requires: customer_id
-- requires: complaints
-- param:  patience of lifecycle.stages
-- column: value  text
-- column: complaint_months  count
-- column: survival  share
-- column: at_risk  count
-- column: median_months  number
-- column: customers  count
-- column: lost_customers  count
-- column: too_new  count
-- column: chi_squared  number
-- column: p_value  number
-- range:  survival
-- part:   value
-- chart:  steps complaint_months survival value survival_low survival_high
-- n:      first customers
-- source: M-18, M-75, S-26, S-54
with complained as (
    select
        customer_key,
        opened_on,
        cause,
    from complaints_so_far
    where case_key in (
        select min(f.case_key) from complaints_so_far as f where f.customer_key is not null group by f.customer_key
    )
),
lives as (
    -- As in lifecycle.survival, from the first complaint on: who never ordered after it was gone on that day. A silence
    -- tells of a loss only after its end, so nobody is observed up to the last day. Who was lost before complains of
    -- something else.
    select
        c.customer_key,
        c.opened_on,
        c.cause,
        r.last_on,
        r.last_on + r.lost_days <= least($to, $as_of) as is_lost,
        case
            when r.last_on + r.lost_days <= least($to, $as_of) then greatest(0, date_diff('day', c.opened_on, r.last_on))
            else date_diff('day', c.opened_on, least($to, $as_of)) - r.lost_days
        end as life_days,
    from complained as c
    inner join rhythms as r on c.customer_key = r.customer_key
    where r.lost_days is not null and c.opened_on < r.last_on + r.lost_days
),
counted as (
    select
        cause,
        life_days,
        count(case when is_lost then 1 end) as ended,
        count(case when not is_lost then 1 end) as censored,
    from lives
    group by cause, life_days
),
placed as (
    select
        cause,
        row_number() over (order by sum(ended + censored) desc, cause) as place,
        count(*) over (partition by true) as value_count,
    from counted
    group by cause
),
shown as (
    -- Everybody is in the row of all too.
    select
        p.cause,
        case when a.is_all then '*' when p.value_count > 6 and p.place > 5 then '…' else p.cause end as value,
    from placed as p
    cross join (values (false), (true)) as a (is_all)
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        s.value,
        l.opened_on as complained_on,
        l.last_on as last_order_on,
        l.life_days,
        l.is_lost,
    from lives as l
    inner join shown as s on l.cause is not distinct from s.cause
    inner join customers as c on l.customer_key = c.customer_key
    where l.life_days >= 0
)
-- answer
select
    s.value,
    c.life_days,
    cast(sum(c.ended) as bigint) as ended,
    cast(sum(c.censored) as bigint) as censored,
from counted as c
inner join shown as s on c.cause is not distinct from s.cause
group by s.value, c.life_days
order by s.value, c.life_days
