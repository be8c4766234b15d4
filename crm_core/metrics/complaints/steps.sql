-- metric: complaints.steps
-- grain:  one row per step of handling a complaint, in their order
-- needs:  customers, complaints
-- requires: orders
-- requires: complaints
-- requires: handled_complaints
-- column: handling_step  code
-- column: noted_cases  count
-- column: done_cases  count
-- column: done_share  share
-- column: customers  count
-- rate:   done_share = done_cases / noted_cases
-- chart:  bars handling_step done_share done_cases
-- n:      noted_cases
-- source: M-31, M-32, S-63
with steps as (
    select *
    from (
        values
            (1, 'listen'), (2, 'apologise'), (3, 'ask'), (4, 'record'), (5, 'solve'), (6, 'close'), (7, 'review')
    ) as t (place, handling_step)
),
handled as (
    select
        k.customer_key,
        k.opened_on,
        s.place,
        s.handling_step,
        case s.place
            when 1 then k.step_listen
            when 2 then k.step_apologise
            when 3 then k.step_ask
            when 4 then k.step_record
            when 5 then k.step_solve
            when 6 then k.step_close
            else k.step_review
        end as is_done,
    from complaints as k
    cross join steps as s
),
members as (
    -- Whose complaint lacked the step.
    select
        m.handling_step,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        m.case_count,
        m.last_complaint_on,
    from (
        select
            handling_step,
            customer_key,
            count(*) as case_count,
            max(opened_on) as last_complaint_on,
        from handled
        where not is_done and customer_key is not null
        group by handling_step, customer_key
    ) as m
    inner join customers as c on m.customer_key = c.customer_key
),
listed as (
    select handling_step, count(*) as customers from members group by handling_step
)
-- answer
select
    s.handling_step,
    count(h.is_done) as noted_cases,
    count(case when h.is_done then 1 end) as done_cases,
    cast(count(case when h.is_done then 1 end) as double) / nullif(count(h.is_done), 0) as done_share,
    coalesce(max(l.customers), 0) as customers,
from steps as s
left join handled as h on s.handling_step = h.handling_step
left join listed as l on s.handling_step = l.handling_step
group by s.place, s.handling_step
order by s.place
