-- metric: value.growth_matrix
-- grain:  one row per pair of existing or new customers and products; unknown ones have rows where they occur
-- needs:  customers, transactions, product_first_sales
-- requires: orders
-- requires: customer_id
-- requires: products
-- requires: earlier_sales
-- requires: one_currency
-- column: product_age  code
-- column: customer_age  code
-- column: revenue  money
-- column: revenue_share  share
-- column: customers  count
-- column: lines  count
-- whole:  revenue_share
-- chart:  matrix product_age customer_age revenue_share
-- n:      lines
-- source: M-07, S-22
with bought as (
    -- New is what was first sold within the days; nobody knows the age of what has no number.
    select
        t.customer_key,
        case when p.first_sale_on >= $from then 'new' when p.first_sale_on < $from then 'existing' end as product_age,
        sum(t.amount) as amount,
        count(*) as line_count,
    from transactions as t
    left join product_first_sales as p on t.product_id = p.product_id
    group by t.customer_key, 2
),
aged as (
    select
        b.*,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        case when c.first_order_on >= $from then 'new' when c.first_order_on < $from then 'existing' end as customer_age,
    from bought as b
    left join customers as c on b.customer_key = c.customer_key
),
members as (
    select
        customer_key,
        customer_id,
        customer_name,
        customer_age,
        product_age,
        cast(amount as decimal(18, 4)) as revenue,
        last_order_on,
    from aged
    where customer_key is not null
),
summed as (
    select
        customer_age,
        product_age,
        sum(amount) as revenue,
        count(customer_key) as customers,
        sum(line_count) as lines,
    from aged
    group by customer_age, product_age
),
ages as (
    select * from (values (1, 'existing'), (2, 'new')) as t (age_order, age)
),
cells as (
    select c.age_order as customer_order, c.age as customer_age, p.age_order as product_order, p.age as product_age
    from ages as c
    cross join ages as p
    union all
    select
        case customer_age when 'existing' then 1 when 'new' then 2 else 3 end,
        customer_age,
        case product_age when 'existing' then 1 when 'new' then 2 else 3 end,
        product_age,
    from summed
    where customer_age is null or product_age is null
)
-- answer
select
    k.product_age,
    k.customer_age,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(s.revenue, 0) as double) / nullif(sum(s.revenue) over (partition by true), 0) as revenue_share,
    coalesce(s.customers, 0) as customers,
    cast(coalesce(s.lines, 0) as bigint) as lines,
from cells as k
left join summed as s
    on k.customer_age is not distinct from s.customer_age
    and k.product_age is not distinct from s.product_age
order by k.customer_order, k.product_order
