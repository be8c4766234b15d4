-- How often each customer was in contact in the period, whoever began.
select customer_key, count(*) as contact_count
from mart.interactions
where started_on between $from and $to
    and customer_key is not null
group by customer_key
