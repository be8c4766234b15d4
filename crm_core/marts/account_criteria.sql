-- One row per customer and criterion, the last imported. A rank counts as points: the last of five has one, the
-- first five. own_strength is ours, whoever stated it.
create table mart.account_criteria as
with newest as (
    select
        k.customer_key,
        c.criterion,
        arg_max(c.weight, c.batch_id) as weight,
        arg_max(c.rank, c.batch_id) as place,
        arg_max(c.own_strength, c.batch_id) as own_strength,
    from source.account_criteria as c
    inner join customer_keys as k on c.customer_id = k.customer_id
    where c.criterion is not null
    group by k.customer_key, c.criterion
)
select
    customer_key,
    criterion,
    coalesce(weight, max(place) over (partition by customer_key) + 1 - place) as weight,
    own_strength,
from newest
order by customer_key, criterion;
