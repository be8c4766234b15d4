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
    from mart.customers
),
l as (
    select
        count(*) as line_count,
        count(case when customer_key is null then 1 end) as line_count_without_customer,
        count(case when kind = 'sale' then product_id end) as line_count_with_product,
        count(case when kind = 'sale' and product_id is not null and quantity > 0 then 1 end) as line_count_with_quantity,
    from mart.transactions
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
    b.*,
    (select count(*) from mart.customer_costs) as cost_count,
    (select count(*) from mart.products) as product_count,
    (select count(*) from source.survey_responses) as survey_count,
    (select count(*) from mart.survey_weights) as weight_count,
    (select count(*) from mart.interactions) as contact_count,
    (select count(*) from mart.interactions where survey_score is not null) as scored_contact_count,
    (select count(*) from mart.employees) as employee_count,
    (select count(*) from mart.service_audits) as audit_count,
    (select count(*) from mart.trainings) as training_count,
    (select count(distinct currency) from source.transactions) as currency_count,
    (select max(currency) from source.transactions) as currency,
from o, c, l, b;
