-- metric: lifecycle.stable_length
-- grain:  one row per month since a customer became stable for the first time
-- needs:  customers, stage_spans
-- requires: orders
-- requires: customer_id
-- param:  patience of lifecycle.stages
-- param:  falls of lifecycle.stages
-- column: value  text
-- column: stable_months  count
-- column: stable_share  share
-- column: at_risk  count
-- column: median_months  number
-- column: customers  count
-- column: ended_spells  count
-- range:  stable_share
-- part:   value
-- chart:  steps stable_months stable_share value stable_share_low stable_share_high
-- n:      first customers
-- source: M-11, S-17
with marked as (
    -- A spell begins with an order that is stable where the one before was not, or was followed by a long silence.
    select
        *,
        case
            when number > 5 then lag(stage) over (partition by customer_key order by number)
        end as stage_before,
        case
            when number > 5 then lag(quiet_on) over (partition by customer_key order by number)
        end as quiet_before,
    from stage_spans
    where number > 4  -- the sixth order is the first that can be stable
),
numbered as (
    select
        *,
        sum(
            case when stage_before = 'stability' and not quiet_before < order_on then 0 else 1 end
        ) over (partition by customer_key order by number rows unbounded preceding) as spell,
    from marked
    where stage = 'stability'
),
ends as (
    -- Where the last order of a spell led: to a silence that is conspicuous by now, or to an order of another stage;
    -- else the spell is still open.
    select
        customer_key,
        order_on,
        number,
        spell,
        case
            when quiet_on <= least($to, $as_of) and (next_on is null or quiet_on < next_on) then quiet_on
            else next_on
        end as ended_on,
        row_number() over (partition by customer_key order by number desc) as place_from_end,
    from numbered
    where spell = 1
),
spells as (
    select
        customer_key,
        min(order_on) as began_on,
        max(case when place_from_end = 1 then ended_on end) as ended_on,
    from ends
    group by customer_key
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        '*' as value,
        s.began_on,
        date_diff('day', s.began_on, coalesce(s.ended_on, least($to, $as_of))) as stable_days,
        s.ended_on is null as is_open,
        c.last_order_on,
    from spells as s
    inner join customers as c on s.customer_key = c.customer_key
)
-- answer
select
    value,
    stable_days as life_days,
    count(case when not is_open then 1 end) as ended,
    count(case when is_open then 1 end) as censored,
from members
group by value, stable_days
order by value, stable_days
