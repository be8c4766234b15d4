-- metric: next.list_kpis
-- grain:  one row: the lists of the fortnight that begins on the day after the as-of day
-- forecast: the lists of the fortnight to come
-- needs:  customers, list_customers, list_lines
-- requires: orders
-- requires: customer_id
-- requires: products
-- requires: quantities
-- requires: one_currency
-- param:  quantiles of next.due
-- param:  weekly of next.list_products
-- param:  budget of next.list_products
-- column: eligible_customers  count
-- column: customers_with_list  count
-- column: items_on_lists  count
-- column: items_without_deal  count
-- column: items_over_budget  count
-- column: budget  money
-- column: discount  money
-- column: supplier_part  money
-- column: our_part  money
-- column: due_items  count
-- part:   is_listed
-- n:      eligible_customers
-- source: S-45, M-77, M-78, F-15, F-14, T-price_list
with items as (
    select
        customer_key,
        count(*) as due_items,
        count(case when item_state = 'listed' then 1 end) as listed_items,
        count(case when item_state = 'no_deal' then 1 end) as items_without_deal,
        count(case when item_state = 'over_budget' then 1 end) as items_over_budget,
        sum(case when item_state = 'listed' then cast(discount as decimal(18, 4)) end) as discount,
        sum(case when item_state = 'listed' then cast(supplier_part as decimal(18, 4)) end) as supplier_part,
    from list_lines
    where cycle = 0 and item_state <> 'not_due'
    group by customer_key
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        coalesce(i.listed_items, 0) > 0 as is_listed,
        coalesce(i.listed_items, 0) as listed_items,
        coalesce(i.items_without_deal, 0) as items_without_deal,
        coalesce(i.items_over_budget, 0) as items_over_budget,
        coalesce(i.due_items, 0) as due_items,
        i.discount,
        i.supplier_part,
        cast(i.discount - i.supplier_part as decimal(18, 4)) as our_part,
        cast($budget[1] * l.value_of_year / nullif(26, 0) as decimal(18, 4)) as budget,
        cast(l.weekly_spend as decimal(18, 4)) as weekly_spend,
    from list_customers as l
    inner join customers as c on l.customer_key = c.customer_key
    left join items as i on l.customer_key = i.customer_key
    where l.cycle = 0
)
-- answer
select
    count(*) as eligible_customers,
    count(case when is_listed then 1 end) as customers_with_list,
    cast(coalesce(sum(listed_items), 0) as bigint) as items_on_lists,
    cast(coalesce(sum(items_without_deal), 0) as bigint) as items_without_deal,
    cast(coalesce(sum(items_over_budget), 0) as bigint) as items_over_budget,
    cast(sum(case when is_listed then budget end) as decimal(18, 4)) as budget,
    cast(sum(discount) as decimal(18, 4)) as discount,
    cast(sum(supplier_part) as decimal(18, 4)) as supplier_part,
    cast(sum(our_part) as decimal(18, 4)) as our_part,
    cast(coalesce(sum(due_items), 0) as bigint) as due_items,
from members
