-- metric: value.rfm_scores
-- grain:  one row per combination of recency, frequency and money score that occurs
-- needs:  customers, rfm
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- column: r_score  score
-- column: f_score  score
-- column: m_score  score
-- column: customers  count
-- column: revenue  money
-- part:   r_score, f_score, m_score
-- n:      customers
-- source: F-07
with members as (
    select
        c.customer_id,
        c.customer_name,
        r.*,
    from rfm as r
    inner join customers as c on r.customer_key = c.customer_key
)
-- answer
select
    r_score,
    f_score,
    m_score,
    count(*) as customers,
    cast(sum(revenue) as decimal(18, 4)) as revenue,
from rfm
group by r_score, f_score, m_score
order by r_score desc, f_score desc, m_score desc
