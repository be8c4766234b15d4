-- Every customer with a counted order, best first: what was spent on the customer by $spent — own costs, discounts given
-- on lines, contacts — and the tenth of all customers by revenue.
-- default: spent = cost
-- needs: customer_values, transactions, contacts_made
select
    v.customer_key,
    v.order_count,
    v.last_order_on,
    v.revenue,
    cast(
        case $spent
            when 'cost' then v.own_cost
            when 'discount' then coalesce(d.discount, 0)
            else coalesce(m.contact_count, 0)
        end as decimal(18, 4)
    ) as effort_amount,
    v.own_cost,
    cast(coalesce(d.discount, 0) as decimal(18, 4)) as discount,
    coalesce(m.contact_count, 0) as contacts,
    floor(
        10.0 * (row_number() over (order by v.revenue desc, v.customer_key) - 1)
        / nullif(count(*) over (partition by true), 0)
    ) + 1 as tenth,
from customer_values as v
left join (
    select customer_key, sum(discount_amount) as discount
    from transactions
    where customer_key is not null and discount_amount <> 0
    group by customer_key
) as d on v.customer_key = d.customer_key
left join contacts_made as m on v.customer_key = m.customer_key
where v.revenue is not null
