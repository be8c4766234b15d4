-- The lists of the coming fortnight, item by item: customers by what they brought, items as they come on the list.
-- needs: customers, list_cycles, list_customers, list_lines, product_names
select
    c.customer_key,
    c.customer_id,
    c.customer_name,
    k.seen_on + 1 as from_on,
    k.ends_on as to_on,
    i.product_id,
    coalesce(n.product_name, i.product_id) as product,
    i.usual_quantity,
    i.due_on,
    cast(i.usual_price as decimal(18, 4)) as usual_price,
    i.deal_price,
    cast(i.discount as decimal(18, 4)) as discount,
    cast(i.supplier_part as decimal(18, 4)) as supplier_part,
from list_lines as i
inner join list_cycles as k on i.cycle = k.cycle
inner join list_customers as l on i.cycle = l.cycle and i.customer_key = l.customer_key
inner join customers as c on i.customer_key = c.customer_key
left join product_names as n on i.product_id = n.product_id
where i.cycle = 0 and i.item_state = 'listed'
order by l.value_of_year desc, c.customer_id, i.our_part_so_far nulls last, i.due_on, i.product_id
