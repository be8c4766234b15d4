-- One row about the chosen customer as an account; NULL where no file says.
select
    (select max(relation_stage) from ladder) as relation_stage,
    (select max(target_stage) from ladder) as target_stage,
    (select cast(sum(our_units) as double) / nullif(sum(total_units), 0) from account_needs) as our_share,
    (select cast(sum(total_units) as double) from account_needs) as total_units,
    (select cast(sum(total_units - our_units) as double) from account_needs) as headroom_units,
    (
        select arg_max(supplier, units)
        from (select supplier, sum(units) as units from account_demand where not is_self group by supplier)
        where supplier is not null
    ) as main_rival,
    (select sum(cost_before - cost_after) from joint_value) as saved_amount,
    (select cast(sum(cost_before - cost_after) as double) / nullif(sum(cost_before), 0) from joint_value)
        as saving_share,
    (
        select cast(count(case when coalesce(paid_on, $as_of) > due_on then 1 end) as double) / nullif(count(due_on), 0)
        from payments
    ) as late_share,
    (select sum(amount_due) from payments where paid_on is null and due_on < $as_of) as overdue_amount,
    -- Unknown where no need of the customer has a known end.
    (select case when count(is_met) > 0 then count(case when not is_met then 1 end) end from requirements) as open_needs,
    (
        select case when count(is_met) > 0 then count(case when not is_met and due_on < least($to, $as_of) then 1 end) end
        from requirements
    ) as overdue_open_needs
