-- One row: what these data hold, so that a page can say what it cannot.
create table mart.facts as
with o as (
    select
        min(order_on) as first_order_on,
        max(order_on) as last_order_on,
        count(*) as order_count,
        count(customer_key) as order_count_with_customer,
        count(net_cost_amount) as order_count_with_cost,
        count(order_hour) as order_count_with_time,
    from mart.orders
),
c as (
    select
        count(*) as customer_count,
        count(case when is_registered then 1 end) as registered_count,
        count(lost_on) as lost_count,
        count(case when lost_on is not null then lost_reason end) as loss_reason_count,
        count(relation_stage) as staged_count,
        count(coalesce(region, city)) as placed_count,
        count(coalesce(cast(age as varchar), age_band)) as aged_count,
    from mart.customers
),
l as (
    select
        count(*) as line_count,
        count(case when customer_key is null then 1 end) as line_count_without_customer,
        count(case when kind = 'sale' then product_id end) as line_count_with_product,
        count(case when kind = 'sale' and product_id is not null and quantity > 0 then 1 end) as line_count_with_quantity,
        count(case when kind = 'sale' and discount_amount > 0 then 1 end) as line_count_with_discount,
    from mart.transactions
),
i as (
    select
        count(*) as contact_count,
        count(survey_score) as scored_contact_count,
        count(case when direction = 'in' then is_answered end) as answer_told_count,
        count(case when direction = 'in' then transfers end) as transfer_told_count,
        count(case when handled_by = 'bot' then transfers end) as bot_contact_count,
        count(case when direction = 'in' then is_preference_used end) as preference_told_count,
        count(case when direction = 'in' and is_noted then 1 end) as noted_contact_count,
        count(case when direction = 'in' then wait_seconds end) as waited_contact_count,
        count(case when is_answered is distinct from false then handle_seconds end) as handled_contact_count,
    from mart.interactions
),
b as (
    select
        coalesce(bool_and(is_sample), false) as is_sample,
        count(*) as batch_count,
    from source.batches
    where removed_in is null
)
select
    o.*,
    c.*,
    l.*,
    i.*,
    b.*,
    (select min(day) from mart.calendar) as first_on,
    (select max(day) from mart.calendar) as last_on,
    (select count(*) from mart.customer_costs) as cost_count,
    (select count(*) from mart.products) as product_count,
    (select count(*) from source.survey_responses) as survey_count,
    (select count(customer_key) from mart.survey_responses) as named_survey_count,
    (select count(*) from mart.survey_reasons) as reason_count,
    (select count(*) from mart.survey_comments) as comment_count,
    (select count(*) from mart.survey_responses where expectation is not null) as expectation_count,
    (select count(*) from mart.survey_responses where attribute in ('money_cost', 'time_cost', 'trouble_cost'))
        as felt_cost_count,
    (
        select count(*)
        from mart.survey_responses
        where attribute in ('loyalty_emotional', 'loyalty_behavioural', 'loyalty_cognitive')
    ) as loyalty_answer_count,
    (select count(*) from mart.survey_weights) as weight_count,
    (select count(*) from source.preferences) as preference_count,
    (select count(*) from mart.programme_members) as programme_member_count,
    (select count(*) from mart.kano_answers) as kano_count,
    (select count(*) from mart.price_list) as price_count,
    (select count(*) from mart.cases) as case_count,
    (select count(*) from mart.cases where is_complaint) as complaint_count,
    (select count(*) from mart.cases where is_complaint and ending <> 'untold') as told_complaint_count,
    (
        select
            count(
                coalesce(
                    step_listen, step_apologise, step_ask, step_record, step_solve, step_close, step_review
                )
            )
        from mart.cases
        where is_complaint
    ) as handled_complaint_count,
    (select count(*) from mart.improvements) as improvement_count,
    (select count(*) from mart.solutions) as solution_count,
    (select count(*) from mart.temperaments) as temperament_count,
    (select count(*) from mart.account_demand) as account_demand_count,
    (select count(*) from mart.account_criteria) as account_criteria_count,
    (select count(*) from mart.account_plans) as account_plans_count,
    (select count(*) from mart.joint_value) as joint_value_count,
    (select count(*) from mart.market_volume) as market_volume_count,
    (select count(*) from mart.contacts) as contacts_count,
    (select count(*) from mart.payments) as payments_count,
    (select count(*) from mart.requirements) as requirement_count,
    (select count(*) from mart.employees) as employee_count,
    (select count(*) from mart.service_audits) as audit_count,
    (select count(*) from mart.trainings) as training_count,
    (select count(distinct currency) from source.transactions) as currency_count,
    (select max(currency) from source.transactions) as currency,
from o, c, l, i, b;
