-- metric: next.matches
-- grain:  one row per preference (its kind and content) that the name, category or brand of a product sold in the days
--         says, the one with most customers left first; of the 200 most noted
-- needs:  customers, preferences, transactions
-- requires: orders
-- requires: customer_id
-- requires: preferences
-- requires: products
-- column: wish  text
-- column: customers  count
-- column: liking_customers  count
-- column: buyers  count
-- column: matched_share  share
-- column: products  count
-- rate:   matched_share = buyers / liking_customers
-- part:   wish
-- chart:  bars wish customers matched_share
-- n:      liking_customers
-- source: M-99, S-54, S-34, F-59
with likes as (
    -- What is to be avoided is no wish, and one letter says too little.
    select customer_key, preference_kind, preference
    from preferences
    where not is_special_need
        and length(preference) >= 2
        and not regexp_matches(
            lower(concat(coalesce(preference_kind, ''), ' ', preference)),
            '忌|过敏|不吃|不喜|不要|不爱|讨厌|避免|dislike|avoid|allerg|without|free from|not '
        )
        and customer_key in (select customer_key from customers)
),
wishes as (
    select
        preference_kind,
        preference,
        lower(preference) as said,
    from likes
    group by preference_kind, preference
    order by count(*) desc, preference_kind nulls last, preference
    limit 200
),
offered as (
    select
        product_id,
        lower(concat_ws(' ', max(product_name), max(category), max(brand))) as told
    from (
        -- First as they are stored, as numbers: there are far fewer products than lines to write out.
        select product_id, product_name, category, brand
        from transactions
        where product_id is not null and order_on <= $as_of
        group by product_id, product_name, category, brand
    )
    group by product_id
),
meeting as (
    select
        w.preference_kind,
        w.preference,
        o.product_id,
    from wishes as w
    inner join offered as o on contains(o.told, w.said)
),
bought as (
    select distinct
        t.customer_key,
        m.preference_kind,
        m.preference,
    from (
        select distinct customer_key, product_id
        from transactions
        where product_id in (select o.product_id from meeting as o)
            and customer_key in (select l.customer_key from likes as l)
            and order_on <= $as_of
    ) as t
    inner join meeting as m on t.product_id = m.product_id
),
judged as (
    select
        concat(coalesce(l.preference_kind, ''), '=', l.preference) as wish,
        l.customer_key,
        b.customer_key is not null as is_met,
    from likes as l
    left join bought as b
        on l.customer_key = b.customer_key
        and l.preference = b.preference
        and l.preference_kind is not distinct from b.preference_kind
    where exists (
        select 1
        from meeting as m
        where m.preference = l.preference and m.preference_kind is not distinct from l.preference_kind
    )
),
members as (
    -- Whom to call: the product is there, and they did not buy it in the days.
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        j.wish,
    from judged as j
    inner join customers as c on j.customer_key = c.customer_key
    where not j.is_met
),
told as (
    select
        concat(coalesce(preference_kind, ''), '=', preference) as wish,
        count(distinct product_id) as products,
    from meeting
    group by 1
),
counted as (
    select
        wish,
        count(case when not is_met then 1 end) as customers,
        count(*) as liking_customers,
        count(case when is_met then 1 end) as buyers,
    from judged
    group by wish
)
-- answer
select
    n.wish,
    n.customers,
    n.liking_customers,
    n.buyers,
    cast(n.buyers as double) / nullif(n.liking_customers, 0) as matched_share,
    t.products,
from counted as n
inner join told as t on n.wish = t.wish
order by n.customers desc, n.wish
