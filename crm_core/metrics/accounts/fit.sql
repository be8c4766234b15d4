-- metric: accounts.fit
-- grain:  one row per advice, also where nobody is; accounts whose fit cannot be told last, if any
-- needs:  customers, account_fits, account_needs, customer_values
-- requires: account_criteria
-- requires: one_currency
-- column: fit_advice  code
-- column: customers  count
-- column: total_units  number
-- column: revenue  money
-- column: revenue_share  share
-- whole:  revenue_share
-- chart:  bars fit_advice customers revenue_share
-- n:      customers
-- source: S-58, M-57
with known as (
    select
        f.customer_key,
        f.fit,
        n.total_units,
        v.revenue,
        v.order_count,
        count(n.total_units) over (partition by true) as needs_known,
    from account_fits as f
    left join account_needs as n on f.customer_key = n.customer_key
    left join customer_values as v on f.customer_key = v.customer_key
),
sized as (
    -- Large is the larger half by what an account needs in all; where nobody knows that, by what it brings.
    select
        *,
        rank() over (
            order by case when needs_known > 0 then total_units else revenue end desc nulls last
        ) as place,
        count(*) over (partition by true) as account_count,
    from known
),
members as (
    select
        case
            when s.fit is null then null
            when s.fit >= 1 and 2 * (s.place - 1) < s.account_count then 'deepen'
            when s.fit >= 1 then 'grow'
            when 2 * (s.place - 1) < s.account_count then 'change'
            else 'leave'
        end as fit_advice,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        s.fit,
        s.total_units,
        s.revenue,
        s.order_count,
    from sized as s
    inner join customers as c on s.customer_key = c.customer_key
),
advices as (
    select *
    from (values (1, 'deepen'), (2, 'grow'), (3, 'change'), (4, 'leave')) as t (advice_order, fit_advice)
    union all
    select distinct 5 as advice_order, fit_advice
    from members
    where fit_advice is null
),
summed as (
    select
        fit_advice,
        count(*) as customers,
        sum(total_units) as total_units,
        sum(revenue) as revenue,
    from members
    group by fit_advice
)
-- answer
select
    a.fit_advice,
    coalesce(s.customers, 0) as customers,
    cast(s.total_units as double) as total_units,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(s.revenue, 0) as double) / nullif(sum(s.revenue) over (partition by true), 0) as revenue_share,
from advices as a
left join summed as s on a.fit_advice is not distinct from s.fit_advice
order by a.advice_order
