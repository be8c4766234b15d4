-- Groups of these data's customers that somebody said are not one.
select list(customer_id order by customer_id) as customer_ids
from source.merges
where removed_in is null
    and decision = 'refused'
    and is_sample = (
        select coalesce(bool_and(b.is_sample), false) from lake.batches as b where b.removed_in is null
    )
group by version, group_id
order by version, group_id;
