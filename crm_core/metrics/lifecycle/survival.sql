-- metric: lifecycle.survival
-- grain:  one row per month since the first purchase, for all customers together (value *) and for each value of the
--         dimension; values after the fifth are one row, other
-- needs:  customers, rhythms, breakdown_so_far, own_values
-- requires: orders when loss=silence
-- requires: customer_id when loss=silence
-- requires: losses when loss=contract
-- param:  dimension = dimension
-- param:  loss = silence | contract
-- param:  patience of lifecycle.stages
-- column: value  text
-- column: months  count
-- column: survival  share
-- column: at_risk  count
-- column: median_months  number
-- column: customers  count
-- column: lost_customers  count
-- column: too_new  count
-- column: chi_squared  number
-- column: p_value  number
-- column: projected_share  share
-- range:  survival
-- range:  projected_share
-- part:   value
-- chart:  steps months survival value survival_low survival_high
-- n:      first customers
-- source: M-18, S-32, S-54
with by_silence as (
    -- A silence tells of a loss only after its end: so nobody is observed longer than up to the day on which a silence
    -- that begins there would be over by now.
    select
        customer_key,
        last_on + lost_days <= least($to, $as_of) as is_lost,
        case when last_on + lost_days <= least($to, $as_of) then date_diff('day', first_on, last_on)
            else date_diff('day', first_on, least($to, $as_of)) - lost_days
        end as life_days,
    from rhythms
    where lost_days is not null
),
by_contract as (
    select
        customer_key,
        coalesce(lost_on <= least($to, $as_of), false) as is_lost,
        date_diff(
            'day',
            coalesce(contracted_on, first_contact_on, first_order_on),
            case when lost_on <= least($to, $as_of) then lost_on else least($to, $as_of) end
        ) as life_days,
    from customers
),
lives as (
    select customer_key, is_lost, life_days from by_silence where $loss = 'silence'
    union all
    select customer_key, is_lost, life_days from by_contract where $loss = 'contract' and life_days is not null
),
owned as (
    -- A customer belongs to the value that most of the money went to.
    select
        customer_key,
        dimension_value,
        row_number() over (partition by customer_key order by amount desc, dimension_value) as place,
    from breakdown_so_far
    where customer_key is not null
),
grouped as (
    select
        l.*,
        coalesce(cast(o.dimension_value as varchar), cast(v.dimension_value as varchar)) as dimension_value,
    from lives as l
    left join owned as o on l.customer_key = o.customer_key and o.place = 1
    -- Whoever is under contract may have bought nothing.
    left join own_values as v on l.customer_key = v.customer_key
),
counted as (
    select
        dimension_value,
        life_days,
        count(case when is_lost then 1 end) as ended,
        count(case when not is_lost then 1 end) as censored,
    from grouped
    group by dimension_value, life_days
),
placed as (
    select
        dimension_value,
        row_number() over (order by sum(ended + censored) desc, dimension_value) as place,
        count(*) over (partition by true) as value_count,
    from counted
    group by dimension_value
),
shown as (
    -- Everybody is in the row of all customers too.
    select
        p.dimension_value,
        case when a.is_all then '*' when p.value_count > 6 and p.place > 5 then '…' else p.dimension_value end as value,
    from placed as p
    cross join (values (false), (true)) as a (is_all)
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        s.value,
        c.first_order_on,
        c.last_order_on,
        g.life_days,
        g.is_lost,
    from grouped as g
    inner join shown as s on g.dimension_value is not distinct from s.dimension_value
    inner join customers as c on g.customer_key = c.customer_key
    where g.life_days >= 0
)
-- answer
select
    s.value,
    c.life_days,
    cast(sum(c.ended) as bigint) as ended,
    cast(sum(c.censored) as bigint) as censored,
from counted as c
inner join shown as s on c.dimension_value is not distinct from s.dimension_value
group by s.value, c.life_days
order by s.value, c.life_days
