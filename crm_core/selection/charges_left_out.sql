-- Lines that bill no product, by the name of what they bill, most money first.
select c.name, count(*) as line_count, sum(t.amount) as amount
from {lines} as t
inner join charges as c on c.value = cast(t.{column} as varchar) and c.dimension = $told_by
where t.kind = 'sale'
group by c.name
order by amount desc, c.name
