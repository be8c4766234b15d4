-- The lists of the coming fortnight, item by item: customers by what they brought, items as they come on the list.
-- needs: customers, list_items, product_names
select
    c.customer_key,
    c.customer_id,
    c.customer_name,
    i.seen_on + 1 as from_on,
    i.ends_on as to_on,
    i.product_id,
    coalesce(n.product_name, i.product_id) as product,
    i.usual_quantity,
    i.due_on,
    i.usual_price,
    i.deal_price,
    i.discount,
    i.supplier_part,
from list_items as i
inner join customers as c on i.customer_key = c.customer_key
left join product_names as n on i.product_id = n.product_id
where i.item_state = 'listed'
order by i.value_of_year desc, c.customer_id, i.our_part_so_far nulls last, i.due_on, i.product_id
