-- needs: survey_responses, orders_so_far
-- Every answer of a known customer on satisfaction as a whole, whether the customer bought again within the days after
-- it, and whether it is the customer's latest. Where those days are not over yet, whether is unknown.
select
    a.response_key,
    a.customer_key,
    a.surveyed_on,
    a.grade,
    a.place = 1 as is_latest,
    case when a.surveyed_on + a.within_days <= least($to, $as_of) then b.response_key is not null end as is_back,
from (
    select
        response_key,
        customer_key,
        surveyed_on,
        cast(floor(score + cast(0.5 as decimal(9, 4))) as integer) as grade,
        case $within when 'd30' then 30 when 'd180' then 180 when 'd365' then 365 else 90 end as within_days,
        row_number() over (partition by customer_key order by surveyed_on desc, response_key) as place,
    from survey_responses
    where attribute = 'overall' and customer_key is not null
) as a
left join (
    select r.response_key
    from survey_responses as r
    inner join orders_so_far as o on r.customer_key = o.customer_key
    where r.attribute = 'overall'
        and o.is_sale
        and o.order_on > r.surveyed_on
        and o.order_on <= r.surveyed_on
            + case $within when 'd30' then 30 when 'd180' then 180 when 'd365' then 365 else 90 end
    group by r.response_key
) as b on a.response_key = b.response_key
