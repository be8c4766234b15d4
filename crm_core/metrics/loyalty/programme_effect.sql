-- metric: loyalty.programme_effect
-- grain:  one row per programme that customers joined in the period, the most helpful first
-- needs:  customers, orders_so_far, programme_members
-- requires: orders
-- requires: customer_id
-- requires: programme_members
-- requires: one_currency
-- param:  around = d90 | d180 | d365
-- column: programme  text
-- column: joined_customers  count
-- column: customers  count
-- column: not_compared  count
-- column: left_members  count
-- column: similar_customers  count
-- column: before_amount  money
-- column: after_amount  money
-- column: change_amount  money
-- column: others_change_amount  money
-- column: effect_amount  money
-- column: effect_share  share
-- mean:   effect_amount of customers
-- derived: effect_share
-- part:   programme
-- chart:  bars programme effect_amount customers
-- n:      customers
-- source: S-25, Q-32
with spans as (
    select case $around when 'd180' then 180 when 'd365' then 365 else 90 end as days
),
joiners as (
    -- Those of whom the days after joining are known.
    select
        programme,
        customer_key,
        enrolled_on,
        left_on,
        row_number() over (partition by programme order by enrolled_on, customer_key) as place,
    from programme_members
    cross join spans
    where enrolled_on >= $from and enrolled_on <= least($to, $as_of) - days
),
programmes as (
    select programme, count(*) as joined_customers, count(left_on) as left_members from joiners group by programme
),
outsiders as (
    -- Who never joined any programme is looked at on the day on which one of the members joined, by turns.
    select p.programme, c.customer_key, 1 + c.number % p.joined_customers as place
    from (
        select customer_key, row_number() over (order by customer_key) as number
        from customers
        where customer_key not in (select m.customer_key from programme_members as m)
    ) as c
    cross join programmes as p
),
looks as (
    select programme, customer_key, enrolled_on as look_on, true as is_member from joiners
    union all
    select o.programme, o.customer_key, j.enrolled_on as look_on, false as is_member
    from outsiders as o
    inner join joiners as j on o.programme = j.programme and o.place = j.place
),
spent as (
    select
        l.programme,
        l.customer_key,
        l.look_on,
        l.is_member,
        cast(sum(case when o.order_on <= l.look_on then o.amount else 0 end) as decimal(18, 4)) as before_amount,
        cast(sum(case when o.order_on > l.look_on then o.amount else 0 end) as decimal(18, 4)) as after_amount,
    from looks as l
    cross join spans as s
    inner join orders_so_far as o
        on l.customer_key = o.customer_key
        and o.order_on > l.look_on - s.days
        and o.order_on <= l.look_on + s.days
    group by l.programme, l.customer_key, l.look_on, l.is_member
),
placed as (
    -- Similar are those in the same relation to us who spent about as much before (two steps in every doubling) and are
    -- looked at in the same quarter. Who had spent nothing before has nobody to be held against.
    select
        s.*,
        coalesce(c.relation_role, '') as role,
        cast(after_amount - before_amount as decimal(18, 4)) as change_amount,
        cast(floor(2 * log2(cast(before_amount as double))) as integer) as spend_step,
        date_trunc('quarter', look_on) as quarter,
    from spent as s
    inner join customers as c on s.customer_key = c.customer_key
    where s.before_amount > 0
),
others as (
    select
        programme,
        role,
        spend_step,
        quarter,
        count(*) as other_count,
        cast(sum(change_amount) as double) / nullif(count(*), 0) as others_change_amount,
        var_samp(cast(change_amount as double)) as others_variance,
    from placed
    where not is_member
    group by programme, role, spend_step, quarter
    having count(*) >= 2
),
compared as (
    select p.*, o.others_change_amount
    from placed as p
    inner join others as o
        on p.programme = o.programme
        and p.role = o.role
        and p.spend_step = o.spend_step
        and p.quarter = o.quarter
    where p.is_member
),
members as (
    select
        p.programme,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        p.look_on as enrolled_on,
        p.before_amount,
        p.after_amount,
        p.change_amount,
        p.others_change_amount,
    from compared as p
    inner join customers as c on p.customer_key = c.customer_key
),
whole as (
    select
        programme,
        count(*) as customers,
        cast(sum(before_amount) as double) / nullif(count(*), 0) as before_amount,
        cast(sum(after_amount) as double) / nullif(count(*), 0) as after_amount,
        cast(sum(change_amount) as double) / nullif(count(*), 0) as change_amount,
        cast(sum(cast(others_change_amount as decimal(18, 6))) as double) / nullif(count(*), 0) as others_change_amount,
        var_samp(cast(change_amount as double) - others_change_amount) as own_variance,
    from compared
    group by programme
),
stepped as (
    select m.programme, m.role, m.spend_step, m.quarter, count(*) as member_count
    from compared as m
    group by m.programme, m.role, m.spend_step, m.quarter
),
beside as (
    -- What chance does among the others, by how many members are held against each of their groups.
    select
        s.programme,
        cast(sum(o.other_count) as bigint) as similar_customers,
        sum(cast(s.member_count as double) * s.member_count * o.others_variance / nullif(o.other_count, 0)) as squares,
    from stepped as s
    inner join others as o
        on s.programme = o.programme and s.role = o.role and s.spend_step = o.spend_step and s.quarter = o.quarter
    group by s.programme
)
-- answer
select
    p.programme,
    p.joined_customers,
    coalesce(w.customers, 0) as customers,
    p.joined_customers - coalesce(w.customers, 0) as not_compared,
    p.left_members,
    coalesce(b.similar_customers, 0) as similar_customers,
    w.before_amount,
    w.after_amount,
    w.change_amount,
    w.others_change_amount,
    -- Under thirty members (SMALL_SAMPLE) nothing is said about what the programme did.
    case when w.customers >= 30 then w.change_amount - w.others_change_amount end as effect_amount,
    w.own_variance + b.squares / nullif(w.customers, 0) as effect_amount_variance,
    case when w.customers >= 30 then (w.change_amount - w.others_change_amount) / nullif(w.before_amount + w.others_change_amount, 0) end
        as effect_share,
from programmes as p
left join whole as w on p.programme = w.programme
left join beside as b on p.programme = b.programme
order by effect_amount desc nulls last, p.programme
