-- Customers whose complaints are malicious (M-37; the rule is ours): marked so, or paid at least three times in the
-- twelve months up to the end of the days and more than a tenth of what they bought in them.
-- needs: complaints_so_far, year_revenue
select k.customer_key
from (
    select
        customer_key,
        count(case when compensation_cost > 0 or compensation_kind is not null then 1 end) as paid_cases,
        sum(compensation_cost) as compensation_cost,
        coalesce(bool_or(is_malicious), false) as is_marked,
    from complaints_so_far
    where customer_key is not null and opened_on > least($to, $as_of) - interval 1 year
    group by customer_key
) as k
left join year_revenue as y on k.customer_key = y.customer_key
where k.is_marked or (k.paid_cases >= 3 and k.compensation_cost > 0.1 * coalesce(y.revenue_of_year, 0))
