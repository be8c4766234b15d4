-- The values of a column of customers, most customers first.
select coalesce(cast({column} as varchar), '') as value, count(*) as value_count
from mart.customers
group by value
order by value_count desc, value
