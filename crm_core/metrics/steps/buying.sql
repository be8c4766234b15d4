-- How every buyer bought up to the end of observation, which lies $holdout weeks before the last chosen day: days
-- with a purchase after the first (several orders of a day are one), and days from the first to the last and to the end.
-- spend is the mean of a purchase day after the first; recent is the last year (52 weeks) of observation.
-- needs: orders_so_far
-- default: holdout = 0
select
    customer_key,
    cast(count(*) - 1 as integer) as repeat_days,
    cast(date_diff('day', min(order_on), max(order_on)) as integer) as last_day,
    cast(date_diff('day', min(order_on), $to) - 7 * cast($holdout as integer) as integer) as end_day,
    max(order_on) as last_order_on,
    cast(sum(amount) as decimal(18, 4)) as revenue,
    cast(sum(amount) as double) / nullif(count(amount), 0) as mean_spend,
    case
        when count(amount) = count(*)
            then cast(sum(amount) - arg_min(amount, order_on) as double) / nullif(count(*) - 1, 0)
    end as spend,
    count(case when date_diff('day', order_on, $to) - 7 * cast($holdout as integer) < 364 then 1 end)
        - case when date_diff('day', min(order_on), $to) - 7 * cast($holdout as integer) < 364 then 1 else 0 end
        as recent_repeat_days,
    sum(case when date_diff('day', order_on, $to) - 7 * cast($holdout as integer) < 364 then amount end)
        as recent_revenue,
from (
    select
        customer_key,
        order_on,
        sum(amount) as amount,
    from orders_so_far
    where is_sale
        and customer_key is not null
        and date_diff('day', order_on, $to) >= 7 * cast($holdout as integer)
    group by customer_key, order_on
)
group by customer_key;
-- statistics: histories
select
    repeat_days,
    last_day,
    end_day,
    count(*) as customers,
    sum(case when repeat_days > 0 then spend end) as spend,
from buying
group by repeat_days, last_day, end_day
order by repeat_days, last_day, end_day;
-- statistics: spending
select
    repeat_days,
    count(*) as customers,
    sum(spend) / nullif(count(*), 0) as spend,
    sum(ln(spend)) / nullif(count(*), 0) as log_spend,
from buying
where repeat_days > 0 and spend > 0
group by repeat_days, floor(200 * ln(spend))
order by repeat_days, spend
