-- The needs of one customer that are not met by the as-of day, overdue ones first, then the one that is due first.
select need_text, need_kind, noted_on, due_on, need_state
from (
    select
        requirement as need_text,
        requirement_id,
        need_kind,
        noted_on,
        due_on,
        case when is_met is null then 'untold' when due_on < $as_of then 'overdue' else 'open' end as need_state,
        case when is_met is not null and due_on < $as_of then 1 else 2 end as need_order,
    from mart.requirements
    where customer_key = $customer_key
        and (noted_on is null or noted_on <= $as_of)
        and (is_met and coalesce(met_on <= $as_of, true)) is distinct from true
)
order by need_order, due_on nulls last, noted_on nulls last, requirement_id nulls last, need_text
