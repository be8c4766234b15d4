-- One row per customer, segment, period and supplier (T-account_demand). What is bought in all beyond the named
-- suppliers is of an unknown one, so that the rows add up to the whole. Of several imports about the same customer,
-- segment and period the last holds. A stated total below the sum of its suppliers contradicts them: the sum counts, and
-- is_total_contradicted tells.
create table mart.account_demand as
with newest as (
    select
        *,
        max(batch_id) over (partition by customer_id, segment, period) as last_batch_id,
        -- Files without a word on who is us cannot say that we sell nothing.
        count(is_self) over (partition by true) > 0 as tells_self,
    from source.account_demand
),
stated as (
    select
        customer_id,
        segment,
        period,
        supplier,
        supplier_units as units,
        case when tells_self then coalesce(is_self, false) end as is_self,
        coalesce(is_self_made, false) as is_self_made,
    from newest
    where batch_id = last_batch_id and supplier_units is not null
    union all
    select
        customer_id,
        segment,
        period,
        cast(null as varchar) as supplier,
        our_units as units,
        true as is_self,
        false as is_self_made,
    from newest
    where batch_id = last_batch_id and supplier_units is null and our_units is not null
),
whole as (
    select
        customer_id,
        segment,
        period,
        max(total_units) as total_units,
        bool_or(coalesce(is_self_made, false) and supplier_units is null) as is_rest_self_made,
    from newest
    where batch_id = last_batch_id
    group by customer_id, segment, period
),
summed as (
    select customer_id, segment, period, sum(units) as units, count(is_self) as told_count
    from stated
    group by customer_id, segment, period
),
every_part as (
    select * from stated
    union all
    select
        w.customer_id,
        w.segment,
        w.period,
        cast(null as varchar) as supplier,
        w.total_units - coalesce(s.units, 0) as units,
        case when s.told_count > 0 then false end as is_self,
        w.is_rest_self_made as is_self_made,
    from whole as w
    left join summed as s
        on w.customer_id = s.customer_id
        and w.segment is not distinct from s.segment
        and w.period is not distinct from s.period
    where w.total_units > coalesce(s.units, 0)
)
select
    k.customer_key,
    e.segment,
    e.period,
    p.period_on,
    e.supplier,
    e.is_self,
    e.is_self_made,
    coalesce(bool_or(w.total_units < s.units), false) as is_total_contradicted,
    sum(e.units) as units,
from every_part as e
inner join customer_keys as k on e.customer_id = k.customer_id
inner join whole as w
    on e.customer_id = w.customer_id
    and e.segment is not distinct from w.segment
    and e.period is not distinct from w.period
left join summed as s
    on e.customer_id = s.customer_id
    and e.segment is not distinct from s.segment
    and e.period is not distinct from s.period
left join periods as p on e.period = p.period
group by all
order by all;
