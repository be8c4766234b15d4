-- metric: whatif.referrals
-- grain:  one row per satisfaction of those who bought up to the end of the days, happiest first, also where there is
--         nobody; asked last counts
-- needs:  customers, customer_lives, last_said, referred
-- requires: orders
-- requires: customer_id
-- column: satisfaction  code
-- column: referrals_per_100  number
-- column: customers  count
-- column: new_customers  count
-- column: referrers  count
-- mean:   referrals_per_100 of customers
-- chart:  bars satisfaction referrals_per_100 customers
-- n:      customers
-- source: M-23, Q-06, F-19
with members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        case
            when a.score >= 4 then 'satisfied'
            when a.score >= 3 then 'neutral'
            when a.score is not null then 'dissatisfied'
            else 'not_asked'
        end as satisfaction,
        a.score as customer_score,
        coalesce(b.new_customers, 0) as new_customers,
        l.order_count,
        l.last_on as last_order_on,
        l.revenue,
    from customer_lives as l
    inner join customers as c on l.customer_key = c.customer_key
    left join last_said as a on l.customer_key = a.customer_key
    left join referred as b on l.customer_key = b.customer_key
),
summed as (
    select
        satisfaction,
        count(*) as customers,
        sum(new_customers) as new_customers,
        count(case when new_customers > 0 then 1 end) as referrers,
        var_samp(cast(100 * new_customers as double)) as variance,
    from members
    group by satisfaction
),
answers as (
    select *
    from (values (1, 'satisfied'), (2, 'neutral'), (3, 'dissatisfied'), (4, 'not_asked')) as t (place, satisfaction)
),
known as (
    -- Where the data know no referrer at all, who brought whom is not known.
    select count(referrer_id) > 0 as is_known from customers
)
-- answer
select
    a.satisfaction,
    case when k.is_known then 100 * cast(s.new_customers as double) / nullif(s.customers, 0) end as referrals_per_100,
    case when k.is_known then s.variance end as referrals_per_100_variance,
    coalesce(s.customers, 0) as customers,
    case when k.is_known then cast(coalesce(s.new_customers, 0) as bigint) end as new_customers,
    case when k.is_known then coalesce(s.referrers, 0) end as referrers,
from answers as a
cross join known as k
left join summed as s on a.satisfaction = s.satisfaction
order by a.place
