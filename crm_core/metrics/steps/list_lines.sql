-- What the lists of all fortnights come to: every due item with its state, and of each customer's items that are not due
-- one line (not_due) with how many there are and how many of them were bought all the same.
-- kept: four cards of one page read it, and making it takes seconds where there are millions of order lines
-- needs: list_items, list_regulars
select
    cycle,
    customer_key,
    product_id,
    item_state,
    due_on,
    usual_quantity,
    usual_price,
    deal_price,
    discount,
    supplier_part,
    our_part_so_far,
    1 as item_count,
    case when is_bought then 1 else 0 end as bought_count,
from list_items
union all
select
    cycle,
    customer_key,
    null as product_id,
    'not_due' as item_state,
    null as due_on,
    null as usual_quantity,
    null as usual_price,
    null as deal_price,
    null as discount,
    null as supplier_part,
    null as our_part_so_far,
    cast(count(*) as integer) as item_count,
    cast(count(case when is_bought then 1 end) as integer) as bought_count,
from list_regulars
where not is_due
group by cycle, customer_key
