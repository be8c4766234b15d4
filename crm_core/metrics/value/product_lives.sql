-- metric: value.product_lives
-- grain:  one row per phase of a product's life at the end of the days, also for one that no product is in
-- needs:  customers, transactions, transactions_so_far, calendar_so_far, charges, products
-- requires: orders
-- requires: products
-- requires: one_currency
-- column: product_phase  code
-- column: products  count
-- column: product_share  share
-- column: revenue  money
-- column: revenue_share  share
-- column: customers  count
-- column: months_to_peak  number
-- column: started_products  count
-- column: months_to_half  number
-- column: halved_products  count
-- mean:   months_to_peak of started_products
-- mean:   months_to_half of halved_products
-- whole:  product_share, revenue_share
-- chart:  bars product_phase revenue products
-- n:      products
-- source: M-71, S-32
with months as (
    -- Whole months only, counted from the first in the data.
    select
        month_on,
        row_number() over (order by month_on) as place,
        count(*) over (partition by true) as month_count,
    from calendar_so_far
    group by month_on
    having month_on + interval 1 month <= least($to, $as_of) + interval 1 day
),
sold as (
    -- First by day: there are far fewer days than lines to look up the month of.
    select
        t.product_id,
        d.month_on,
        sum(t.amount) as amount,
    from (
        select product_id, order_on, sum(amount) as amount
        from transactions_so_far
        where product_id is not null and order_on <= $as_of
        group by product_id, order_on
    ) as t
    inner join calendar_so_far as d on t.order_on = d.day
    where cast(t.product_id as varchar) not in (
        select value from charges where dimension = 'transactions.product_id'
    )
    group by t.product_id, d.month_on
),
begun as (
    select product_id, min(month_on) as begun_on
    from sold
    group by product_id
),
levels as (
    -- A month's level is the mean of it and the two before, as far as the product was on sale; nothing sold counts as 0.
    select
        b.product_id,
        f.place as first_place,
        m.place,
        m.month_count,
        cast(sum(coalesce(s.amount, 0)) over (
            partition by b.product_id order by m.place rows between 2 preceding and current row
        ) as double) / nullif(least(m.place - f.place + 1, 3), 0) as level,
    from begun as b
    inner join months as f on b.begun_on = f.month_on
    inner join months as m on f.place <= m.place
    left join sold as s on b.product_id = s.product_id and m.month_on = s.month_on
),
peaks as (
    select product_id, place, level
    from (
        select *, row_number() over (partition by product_id order by level desc, place) as rank_of_level
        from levels
    )
    where rank_of_level = 1
),
turns as (
    select
        l.product_id,
        max(l.month_count) - min(l.first_place) + 1 as months_on_sale,
        min(l.first_place) as first_place,
        max(p.place) as peak_place,
        max(l.month_count) as last_place,
        max(p.level) as peak,
        max(case when l.place = l.month_count then l.level end) as level_now,
        min(case when l.place > p.place and l.level <= 0.5 * p.level then l.place end) as half_place,
    from levels as l
    inner join peaks as p on l.product_id = p.product_id
    group by l.product_id
),
phased as (
    select
        b.product_id,
        case
            when t.product_id is null or t.months_on_sale < 6 or t.peak <= 0 then 'young'
            when t.peak_place = t.last_place then 'rising'
            when t.level_now > 0.5 * t.peak then 'mature'
            else 'declined'
        end as product_phase,
        -- What sold within the first three months of the data may be much older, unless its launch says not.
        t.first_place > 3 or coalesce(p.launched_on >= (select min(month_on) from months), false) as is_start_known,
        t.first_place,
        t.peak_place,
        t.half_place,
    from begun as b
    left join turns as t on b.product_id = t.product_id
    left join products as p on cast(b.product_id as varchar) = cast(p.product_id as varchar)
),
classed as (
    select
        product_id,
        product_phase,
        case when product_phase in ('mature', 'declined') and is_start_known then peak_place - first_place end
            as months_to_peak,
        case when product_phase = 'declined' then half_place - peak_place end as months_to_half,
    from phased
),
bought as (
    select
        t.customer_key,
        k.product_phase,
        sum(t.amount) as revenue,
    from transactions as t
    inner join classed as k on t.product_id = k.product_id
    group by t.customer_key, k.product_phase
),
members as (
    select
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        b.customer_key,
        cast(b.revenue as decimal(18, 4)) as revenue,
        b.product_phase,
    from bought as b
    inner join customers as c on b.customer_key = c.customer_key
),
counted as (
    select
        product_phase,
        count(*) as products,
        count(months_to_peak) as started_products,
        cast(sum(months_to_peak) as double) / nullif(count(months_to_peak), 0) as months_to_peak,
        var_samp(cast(months_to_peak as double)) as peak_variance,
        count(months_to_half) as halved_products,
        cast(sum(months_to_half) as double) / nullif(count(months_to_half), 0) as months_to_half,
        var_samp(cast(months_to_half as double)) as half_variance,
    from classed
    group by product_phase
),
earned as (
    select product_phase, sum(revenue) as revenue, count(customer_key) as customers
    from bought
    group by product_phase
),
phases as (
    select *
    from (
        values (1, 'rising'), (2, 'mature'), (3, 'declined'), (4, 'young')
    ) as t (phase_order, product_phase)
)
-- answer
select
    t.product_phase,
    coalesce(n.products, 0) as products,
    cast(coalesce(n.products, 0) as double) / nullif(sum(n.products) over (partition by true), 0) as product_share,
    cast(coalesce(e.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(e.revenue, 0) as double) / nullif(sum(e.revenue) over (partition by true), 0) as revenue_share,
    -- Who bought is unknown where no line says it.
    case when e.customers is null or (select sum(customers) from earned) > 0 then coalesce(e.customers, 0) end
        as customers,
    n.months_to_peak,
    n.peak_variance as months_to_peak_variance,
    coalesce(n.started_products, 0) as started_products,
    n.months_to_half,
    n.half_variance as months_to_half_variance,
    coalesce(n.halved_products, 0) as halved_products,
from phases as t
left join counted as n on t.product_phase = n.product_phase
left join earned as e on t.product_phase = e.product_phase
order by t.phase_order
