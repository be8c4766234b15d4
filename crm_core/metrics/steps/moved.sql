-- Where every customer of the chosen days or of those compared with stood then and stands now. Who bought nothing
-- counted on one side is absent there, after all groups.
-- needs: customer_groups, customer_groups_before
select
    coalesce(n.customer_key, b.customer_key) as customer_key,
    coalesce(b.group_code, 'absent') as group_before,
    coalesce(n.group_code, 'absent') as group_now,
    coalesce(b.place, 99) as place_before,
    coalesce(n.place, 99) as place_now,
    coalesce(b.revenue, 0) as revenue_before,
    coalesce(n.revenue, 0) as revenue,
    coalesce(n.revenue, 0) - coalesce(b.revenue, 0) as change,
    coalesce(n.order_count, 0) as order_count,
    coalesce(n.last_order_on, b.last_order_on) as last_order_on,
from customer_groups as n
full outer join customer_groups_before as b on n.customer_key = b.customer_key
