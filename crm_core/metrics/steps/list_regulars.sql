-- Per fortnight what its customers buy regularly (three purchase days or more before it): whether it is due (likely to
-- be bought by the end of the fortnight, and not yet given up), whether it was bought in it, and what a deal saves.
-- A deal counts for whom it is cheaper than the price that the customer usually pays.
-- needs: product_days, product_gap, product_quantiles, list_customers, list_deals
select
    r.*,
    r.is_expected and r.due_on <= r.ends_on and r.gone_on > r.seen_on as is_due,
    coalesce(r.next_on <= r.ends_on, false) as is_bought,
    d.deal_price,
    case when d.deal_price < r.usual_price then (r.usual_price - d.deal_price) * r.usual_quantity end as discount,
    case
        when d.deal_price < r.usual_price then least(r.usual_price - d.deal_price, d.supplier_fund) * r.usual_quantity
    end as supplier_part,
from (
    select
        c.cycle,
        c.seen_on,
        c.ends_on,
        c.is_expected,
        p.customer_key,
        cast(p.product_id as varchar) as product_id,
        p.number as purchase_days,
        p.order_on as last_order_on,
        p.next_on,
        p.usual_quantity,
        p.usual_price,
        c.weekly_spend,
        c.value_of_year,
        p.order_on + cast(floor(
            q.middle * (date_diff('day', p.first_on, p.order_on) + g.typical_days) / nullif(p.number, 0) + 0.5
        ) as integer) as due_on,
        p.order_on + cast(floor(
            q.last * (date_diff('day', p.first_on, p.order_on) + g.typical_days) / nullif(p.number, 0) + 0.5
        ) as integer) as gone_on,
    from product_days as p
    cross join product_gap as g
    cross join product_quantiles as q
    inner join list_customers as c
        on p.customer_key = c.customer_key
        and p.order_on <= c.seen_on
        and coalesce(p.next_on, date '9999-12-31') > c.seen_on
    where p.number > 2
) as r
left join list_deals as d on r.cycle = d.cycle and r.product_id = d.product_id
