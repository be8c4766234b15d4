-- metric: accounts.share
-- grain:  one row per band of our share inside a customer, from none up; accounts of unknown share last, if any; none where no need is known
-- needs:  customers, account_needs, transactions
-- requires: account_demand
-- requires: one_currency
-- column: share_band  code
-- column: customers  count
-- column: total_units  number
-- column: our_units  number
-- column: our_share  share
-- column: headroom_units  number
-- column: headroom_amount  money
-- column: targets  count
-- whole:  our_share
-- part:   is_target
-- chart:  bars share_band headroom_units customers
-- n:      customers
-- source: M-53, S-55, Q-61, Q-62, Q-63, Q-64, Q-65
with bought as (
    select customer_key, sum(amount) as amount, sum(quantity) as quantity
    from transactions
    where kind = 'sale' and quantity > 0 and customer_key in (select customer_key from account_needs)
    group by customer_key
),
priced as (
    select
        customer_key,
        cast(amount as double) / nullif(quantity, 0) as own_price,
        cast(sum(amount) over (partition by true) as double) / nullif(sum(quantity) over (partition by true), 0) as usual_price,
    from bought
),
usual as (
    select max(usual_price) as price from priced
),
measured as (
    select
        n.customer_key,
        c.customer_id,
        c.customer_name,
        n.total_units,
        n.our_units,
        cast(n.our_units as double) / nullif(n.total_units, 0) as our_share,
        n.total_units - n.our_units as headroom_units,
        -- Where we sell nothing yet, what all accounts pay for a unit is the best guess.
        cast((n.total_units - n.our_units) * coalesce(p.own_price, u.price) as decimal(18, 4)) as headroom_amount,
        case
            when n.our_units is null or n.total_units <= 0 then null
            when n.our_units <= 0 and n.self_made_units > 0 then 'self_made'
            when n.our_units <= 0 then 'zero'
            when n.our_units * 10 < n.total_units * 3 then 'below_30'
            when n.our_units * 2 < n.total_units then 'below_50'
            else 'from_50'
        end as share_band,
        c.brand_tier in ('first_line', 'first line', '一线', '一线品牌') as is_first_line,
    from account_needs as n
    inner join customers as c on n.customer_key = c.customer_key
    left join priced as p on n.customer_key = p.customer_key
    cross join usual as u
),
members as (
    -- A first-line account is worth growing up to half of its need, any other up to 30 %; who makes its own is not
    -- fought for.
    select
        * exclude (is_first_line),
        share_band in ('zero', 'below_30') or (share_band = 'below_50' and coalesce(is_first_line, false))
            as is_target,
    from measured
),
bands as (
    select *
    from (
        values (1, 'self_made'), (2, 'zero'), (3, 'below_30'), (4, 'below_50'), (5, 'from_50')
    ) as t (band_order, share_band)
    union all
    select distinct 6 as band_order, share_band
    from members
    where share_band is null
),
summed as (
    select
        share_band,
        count(*) as customers,
        sum(total_units) as total_units,
        sum(our_units) as our_units,
        sum(headroom_units) as headroom_units,
        sum(headroom_amount) as headroom_amount,
        count(headroom_amount) as priced_count,
        count(case when is_target then 1 end) as targets,
    from members
    group by share_band
)
-- answer
select
    b.share_band,
    coalesce(s.customers, 0) as customers,
    cast(coalesce(s.total_units, 0) as double) as total_units,
    case when b.share_band is not null then cast(coalesce(s.our_units, 0) as double) end as our_units,
    cast(s.our_units as double) / nullif(s.total_units, 0) as our_share,
    case when b.share_band is not null then cast(coalesce(s.headroom_units, 0) as double) end as headroom_units,
    case when s.priced_count = s.customers then cast(s.headroom_amount as decimal(18, 4)) end as headroom_amount,
    coalesce(s.targets, 0) as targets,
from bands as b
left join summed as s on b.share_band is not distinct from s.share_band
-- Where no need is known yet, no band stands at zero.
where exists (select 1 from members)
order by b.band_order
