-- The group of every customer with a counted order in the period, by $by: the tiers of value.tiers by revenue, its
-- two upper tiers against the rest (M-85), or the RFM segments. Groups have a place, the best first.
-- needs: customer_orders, rfm, segment_rules
select
    customer_key,
    revenue,
    order_count,
    last_order_on,
    case when $by = 'tier' then tier_place when tier_place <= 2 then 1 else 2 end as place,
    case
        when $by = 'tier' and tier_place = 1 then 'vip'
        when $by = 'tier' and tier_place = 2 then 'major'
        when $by = 'tier' and tier_place = 3 then 'ordinary'
        when $by = 'key' and tier_place <= 2 then 'key'
        else 'small'
    end as group_code,
from (
    select
        *,
        -- The place before decides, and equal values share the better tier, as in value.tiers.
        case
            when place - 1 < $cuts[1] * customer_count then 1
            when place - 1 < $cuts[2] * customer_count then 2
            when place - 1 < $cuts[3] * customer_count then 3
            else 4
        end as tier_place,
    from (
        select
            *,
            rank() over (order by revenue desc) as place,
            count(*) over (partition by true) as customer_count,
        from customer_orders
        where $by <> 'segment' and revenue is not null
    )
)
union all
select
    f.customer_key,
    f.revenue,
    f.order_count,
    f.last_order_on,
    c.segment_order as place,
    c.segment as group_code,
from rfm as f
inner join (
    select
        s.r_score,
        s.f_score,
        s.m_score,
        min(r.segment_order) as segment_order,
        arg_min(r.segment, r.segment_order) as segment,
    from (select distinct r_score, f_score, m_score from rfm where $by = 'segment') as s
    inner join segment_rules as r
        on s.r_score between r.r_low and r.r_high
        and s.f_score between r.f_low and r.f_high
        and s.m_score between r.m_low and r.m_high
    group by s.r_score, s.f_score, s.m_score
) as c on f.r_score = c.r_score and f.f_score = c.f_score and f.m_score = c.m_score
where $by = 'segment'
