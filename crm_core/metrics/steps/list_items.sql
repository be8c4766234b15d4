-- The lists: per fortnight, customer and due product whether it is on the list. With prices in the data only what has a
-- deal can be, and the discounts that we pay ourselves may not exceed the customer's budget: that share of what the
-- customer spends in a usual fortnight (M-78). Items come by due day, then by what they save.
-- needs: list_regulars, price_list
select
    *,
    case
        when not has_deals then 'listed'
        when discount is null then 'no_deal'
        when our_part_so_far > budget then 'over_budget'
        else 'listed'
    end as item_state,
from (
    select
        r.*,
        r.discount - r.supplier_part as our_part,
        $budget[1] * r.value_of_year / nullif(26, 0) as budget,
        (select count(deal_price) from price_list) > 0 as has_deals,
        sum(r.discount - r.supplier_part) over (
            partition by r.cycle, r.customer_key
            order by r.due_on, r.discount desc nulls last, r.product_id
            rows unbounded preceding
        ) as our_part_so_far,
    from list_regulars as r
    where r.is_due
)
