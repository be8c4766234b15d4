-- metric: complaints.hidden
-- grain:  one row per kind of unhappy customer: the dissatisfied and the lost, those who said nothing first
-- needs:  customers, complaints_so_far, survey_responses, rhythms, year_revenue, asked_by_name
-- requires: orders
-- requires: customer_id
-- requires: complaints
-- requires: one_currency
-- param:  patience of lifecycle.stages
-- column: voice  code
-- column: customers  count
-- column: group_customers  count
-- column: voice_share  share
-- column: revenue_of_year  money
-- rate:   voice_share = customers / group_customers
-- chart:  bars voice customers voice_share
-- n:      customers
-- source: S-20, S-63, M-34, F-79
with dissatisfied as (
    select customer_key, max(surveyed_on) as last_surveyed_on
    from survey_responses
    where attribute = 'overall' and score <= 2 and customer_key is not null
    group by customer_key
),
answered as (
    select
        d.customer_key,
        d.last_surveyed_on as since_on,
        case
            when count(k.case_key) > 0 then 'dissatisfied_spoke' else 'dissatisfied_silent'
        end as voice,
    from dissatisfied as d
    left join complaints_so_far as k
        on d.customer_key = k.customer_key
        and k.opened_on between d.last_surveyed_on - 90 and d.last_surveyed_on + 90
    group by d.customer_key, d.last_surveyed_on
),
left_us as (
    -- Lost in the days: the silence after the last order became long enough in them.
    select
        r.customer_key,
        r.last_on as since_on,
        case
            when r.customer_key in (select k.customer_key from complaints_so_far as k where k.customer_key is not null)
                then 'left_spoke'
            else 'left_silent'
        end as voice,
    from rhythms as r
    where r.last_on + r.lost_days between $from and least($to, $as_of)
),
members as (
    select
        u.voice,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        u.since_on,
        c.last_order_on,
        coalesce(y.revenue_of_year, 0) as revenue_of_year,
    from (select * from answered union all select * from left_us) as u
    inner join customers as c on u.customer_key = c.customer_key
    left join year_revenue as y on u.customer_key = y.customer_key
),
summed as (
    select
        v.place,
        v.group_code,
        v.voice,
        case when v.group_code = 'left' or a.is_asked then count(m.customer_key) end as customers,
        case
            when v.group_code = 'left' or a.is_asked then cast(coalesce(sum(m.revenue_of_year), 0) as decimal(18, 4))
        end as revenue_of_year,
    from (
        values
            (1, 'dissatisfied', 'dissatisfied_silent'), (2, 'dissatisfied', 'dissatisfied_spoke'),
            (3, 'left', 'left_silent'), (4, 'left', 'left_spoke')
    ) as v (place, group_code, voice)
    cross join asked_by_name as a
    left join members as m on v.voice = m.voice
    group by v.place, v.group_code, v.voice, a.is_asked
)
-- answer
select
    voice,
    customers,
    cast(sum(customers) over (partition by group_code) as bigint) as group_customers,
    cast(customers as double) / nullif(sum(customers) over (partition by group_code), 0) as voice_share,
    revenue_of_year,
from summed
order by place
