-- metric: profile.difference
-- grain:  one row per trait (a column of customers and a value of it), of the twenty that part the chosen customers most from those compared with, surest first
-- needs:  customers, customer_orders
-- requires: orders
-- requires: customer_id
-- requires: other_customers
-- param:  traits = who | how
-- column: trait  text
-- column: difference  share
-- column: share  share
-- column: other_share  share
-- column: share_ratio  number
-- column: customers  count
-- column: known  count
-- column: other_customers  count
-- column: other_known  count
-- range:  difference
-- rate:   share = customers / known
-- rate:   other_share = other_customers / other_known
-- range:  share_ratio
-- part:   trait
-- chart:  differences trait difference share other_share
-- n:      first known
-- source: S-02, S-07, S-16, S-33, M-79, M-80, M-81, F-05
with told as (
    select
        c.*,
        case
            when o.order_count <= 0 then null
            when o.order_count = 1 then 'one'
            when o.order_count = 2 then 'two'
            when o.order_count <= 5 then 'd3_5'
            when o.order_count <= 10 then 'd6_10'
            else 'over_10'
        end as orders_band,
        case
            when o.order_count <= 0 then null
            when o.revenue < 100 * o.order_count then 'below_100'
            when o.revenue < 200 * o.order_count then 'from_100'
            when o.revenue < 500 * o.order_count then 'from_200'
            when o.revenue < 1000 * o.order_count then 'from_500'
            when o.revenue < 10000 * o.order_count then 'from_1000'
            else 'from_10000'
        end as order_amount_band,
    from customer_orders as o
    inner join customers as c on o.customer_key = c.customer_key
),
traits as (
    select
        t.customer_key,
        t.customer_id,
        t.customer_name,
        t.last_order_on,
        a.attribute,
        case a.attribute
            when 'relation_role' then t.relation_role
            when 'customer_kind' then t.customer_kind
            when 'gender' then t.gender
            when 'age_band' then t.age_band
            when 'occupation' then t.occupation
            when 'industry' then t.industry
            when 'region' then t.region
            when 'source' then t.source
            when 'member_level' then t.member_level
            when 'financial_status' then t.financial_status
            when 'payment_terms' then t.payment_terms
            when 'brand_tier' then t.brand_tier
            when 'segment' then t.segment
            when 'orders_band' then t.orders_band
            when 'order_amount_band' then t.order_amount_band
        end as value,
    from told as t
    cross join (
        values
            ('relation_role'), ('customer_kind'), ('gender'), ('age_band'), ('occupation'), ('industry'),
            ('region'), ('source'), ('member_level'), ('financial_status'), ('payment_terms'),
            ('brand_tier'), ('segment'), ('orders_band'), ('order_amount_band')
    ) as a (attribute)
),
members as (
    select
        customer_key,
        customer_id,
        customer_name,
        last_order_on,
        concat(attribute, '=', value) as trait,
    from traits
    where value is not null
),
counted as (
    select
        case
            when grouping(relation_role) = 0 then 'relation_role'
            when grouping(customer_kind) = 0 then 'customer_kind'
            when grouping(gender) = 0 then 'gender'
            when grouping(age_band) = 0 then 'age_band'
            when grouping(occupation) = 0 then 'occupation'
            when grouping(industry) = 0 then 'industry'
            when grouping(region) = 0 then 'region'
            when grouping(source) = 0 then 'source'
            when grouping(member_level) = 0 then 'member_level'
            when grouping(financial_status) = 0 then 'financial_status'
            when grouping(payment_terms) = 0 then 'payment_terms'
            when grouping(brand_tier) = 0 then 'brand_tier'
            when grouping(segment) = 0 then 'segment'
            when grouping(orders_band) = 0 then 'orders_band'
            when grouping(order_amount_band) = 0 then 'order_amount_band'
        end as attribute,
        coalesce(
            relation_role, customer_kind, gender, age_band, occupation, industry, region, source,
            member_level, financial_status, payment_terms, brand_tier, segment, orders_band, order_amount_band
        ) as value,
        count(*) as customers,
    from told
    group by grouping sets (
        (relation_role), (customer_kind), (gender), (age_band), (occupation), (industry), (region),
        (source), (member_level), (financial_status), (payment_terms), (brand_tier), (segment),
        (orders_band), (order_amount_band)
    )
)
-- answer
select
    attribute,
    value,
    customers,
from counted
where value is not null
    and (attribute in ('orders_band', 'order_amount_band')) = ($traits = 'how')
order by attribute, value
