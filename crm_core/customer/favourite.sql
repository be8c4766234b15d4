-- The category that a customer spent most on in the chosen days, and its share of what has a category.
select
    cast(category as varchar) as category,
    cast(sum(amount) as double) / nullif(sum(cast(sum(amount) as double)) over (partition by true), 0) as category_share,
from transactions
where category is not null
group by category
having sum(amount) > 0
order by sum(amount) desc, category
limit 1
