-- metric: lifecycle.win_back
-- grain:  one row per length of the silence at the end of the days, or up to the order that ended it; shortest first,
--         also for a length that nobody has
-- needs:  customers, purchases
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  patience of lifecycle.stages
-- column: silence_band  code
-- column: customers  count
-- column: won_back_customers  count
-- column: won_back_share  share
-- column: revenue  money
-- column: revenue_won_back  money
-- column: silence_days  days
-- rate:   won_back_share = won_back_customers / customers
-- part:   is_won_back
-- chart:  bars silence_band won_back_share
-- n:      customers
-- source: M-98, M-12, F-92
with silences as (
    -- Everybody who was lost at some time of the days: before them and not yet back, or during them.
    select
        customer_key,
        order_on,
        next_on,
        lost_on,
        spent,
        -- The day on which the silence was broken, if it was.
        case when next_on <= least($to, $as_of) then next_on end as back_on,
        row_number() over (partition by customer_key order by order_on desc) as place,
    from purchases
    where lost_on <= least($to, $as_of) and (next_on is null or (next_on >= $from and next_on > lost_on))
),
after as (
    select p.customer_key, sum(p.amount) as revenue
    from purchases as p
    inner join silences as s on p.customer_key = s.customer_key and s.place = 1 and p.order_on >= s.back_on
    where p.order_on <= least($to, $as_of)
    group by p.customer_key
),
members as (
    -- Who fell silent twice counts by the last time.
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        date_diff('day', s.order_on, coalesce(s.back_on, least($to, $as_of))) as silence_days,
        case
            when date_diff('day', s.order_on, coalesce(s.back_on, least($to, $as_of))) <= 180 then 'half_year'
            when date_diff('day', s.order_on, coalesce(s.back_on, least($to, $as_of))) <= 365 then 'year'
            when date_diff('day', s.order_on, coalesce(s.back_on, least($to, $as_of))) <= 730 then 'two_years'
            else 'longer'
        end as silence_band,
        s.back_on is not null as is_won_back,
        s.order_on as last_order_on,
        s.back_on,
        -- What the customer had brought before the silence, and since.
        cast(s.spent as decimal(18, 4)) as revenue,
        cast(a.revenue as decimal(18, 4)) as revenue_won_back,
    from silences as s
    left join after as a on s.customer_key = a.customer_key
    inner join customers as c on s.customer_key = c.customer_key
    where s.place = 1
),
bands as (
    select *
    from (values (1, 'half_year'), (2, 'year'), (3, 'two_years'), (4, 'longer')) as t (band_order, silence_band)
)
-- answer
select
    b.silence_band,
    count(m.customer_key) as customers,
    count(case when m.is_won_back then 1 end) as won_back_customers,
    cast(count(case when m.is_won_back then 1 end) as double) / nullif(count(m.customer_key), 0) as won_back_share,
    cast(coalesce(sum(m.revenue), 0) as decimal(18, 4)) as revenue,
    cast(coalesce(sum(m.revenue_won_back), 0) as decimal(18, 4)) as revenue_won_back,
    cast(sum(m.silence_days) as double) / nullif(count(m.customer_key), 0) as silence_days,
from bands as b
left join members as m on b.silence_band = m.silence_band
group by b.band_order, b.silence_band
order by b.band_order
