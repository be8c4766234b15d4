-- Customers that any table names; merged ones count once.
with merged as (
    select unnest(cast($merged_ids as varchar[])) as customer_id, unnest(cast($kept_ids as varchar[])) as kept_id
)
select count(distinct coalesce(m.kept_id, n.customer_id)) as customer_count
from named_customers as n
left join merged as m on n.customer_id = m.customer_id;
