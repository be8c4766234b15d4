-- metric: value.rfm_matrix
-- grain:  one row per pair of recency and frequency score, also for pairs that nobody has
-- needs:  customers, rfm
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- column: f_score  score
-- column: r_score  score
-- column: customers  count
-- column: revenue  money
-- column: revenue_per_customer  money
-- mean:   revenue_per_customer of customers
-- part:   r_score, f_score
-- chart:  matrix f_score r_score customers
-- n:      customers
-- source: F-07
with members as (
    select
        c.customer_id,
        c.customer_name,
        r.*,
    from rfm as r
    inner join customers as c on r.customer_key = c.customer_key
),
matrix as (
    select
        f_score,
        r_score,
        count(*) as customers,
        sum(revenue) as revenue,
        var_samp(cast(revenue as double)) as revenue_variance,
    from rfm
    group by f_score, r_score
),
scores as (
    select * from (values (1), (2), (3), (4), (5)) as t (score)
)
-- answer
select
    f.score as f_score,
    r.score as r_score,
    coalesce(m.customers, 0) as customers,
    cast(coalesce(m.revenue, 0) as decimal(18, 4)) as revenue,
    cast(m.revenue as double) / nullif(m.customers, 0) as revenue_per_customer,
    m.revenue_variance as revenue_per_customer_variance,
from scores as r
cross join scores as f
left join matrix as m on r.score = m.r_score and f.score = m.f_score
order by r.score, f.score
