-- What every customer bought of each value of the break-down; beyond twenty values those after the nineteenth are one,
-- named by the sign of all others. Only those are added up again.
-- needs: breakdown, value_ranks
select
    cast(b.dimension_value as varchar) as value,
    b.customer_key,
    b.amount as revenue,
    b.line_count,
from breakdown as b
inner join value_ranks as r on b.dimension_value is not distinct from r.dimension_value
where r.value_count <= 20 or r.place <= 19
union all
select
    '…' as value,
    b.customer_key,
    cast(sum(b.amount) as decimal(18, 4)) as revenue,
    cast(sum(b.line_count) as bigint) as line_count,
from breakdown as b
inner join value_ranks as r on b.dimension_value is not distinct from r.dimension_value
where r.value_count > 20 and r.place > 19
group by b.customer_key
