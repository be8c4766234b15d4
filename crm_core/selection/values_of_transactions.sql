-- The values of a column of order lines, most lines first.
select coalesce(cast(found as varchar), '') as value, value_count
from (
    select {column} as found, count(*) as value_count
    from mart.transactions
    group by found
)
order by value_count desc, value
