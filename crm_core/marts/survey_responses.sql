-- One row per answer: a response and one attribute (T-survey_responses). A file with a column per question is turned
-- here, so that what was imported stays as it came: countable, correctable, undone row by row.
-- The customer is the one that the answer names, else the one of the order that it names.
-- response_key tells responses apart; without a response number a row is one, in long files a customer's day.
create temp table responses as
with keyed as (
    select
        s.* exclude (batch_id, answered_at, topic, age, case_id, phase),
        -- A key of its own, not a condition of the join: the engine would compare every response with every order.
        case when s.customer_id is null and s.order_id is not null then hash(s.order_id) end as named_order_key,
        hash(
            coalesce(
                s.response_id || '@' || coalesce(s.order_id, ''),
                case
                    when s.attribute is not null
                        then s.customer_id || '@' || cast(s.surveyed_on as varchar) || '@' || coalesce(s.survey_id, '')
                end,
                '#' || cast(row_number() over () as varchar)
            )
        ) as response_key,
    from source.survey_responses as s
)
select
    r.* exclude (customer_id, named_order_key),
    coalesce(k.customer_key, o.customer_key) as customer_key,
from keyed as r
left join customer_keys as k on r.customer_id = k.customer_id
left join mart.orders as o on r.named_order_key = o.order_key;

-- The questions of all files as a type: compared and grouped by as numbers, in the order of their names.
create type mart.survey_attributes as enum (
    select column_name from duckdb_columns() where table_name = 'responses'
    union
    select attribute from responses where attribute is not null
    union
    select 'overall'
    order by 1
);

create table mart.survey_responses as
with answered as (
    select * from (
        unpivot responses
        on overall, quality, function, price, service, packaging, taste, effort, recommend,
            tangibles, empathy, assurance, responsiveness, reliability,
            product_value, service_value, personnel_value, image_value, money_cost, time_cost, trouble_cost,
            sincere, considerate, careful, patient, carefree,
            loyalty_emotional, loyalty_behavioural, loyalty_cognitive,
            store_environment, store_staff, store_display, repurchase_intention
        into name question value points
    )
    union all by name
    select coalesce(attribute, 'overall') as question, score as points, *
    from responses
    where score is not null
)
select
    response_key,
    customer_key,
    surveyed_on,
    cast(question as mart.survey_attributes) as attribute,
    points as score,
    expectation,
    product_id,
    store_id,
    employee_id,
    department,
    channel,
    wave,
from answered
order by surveyed_on;

-- How often each question was answered: which set of attributes a questionnaire is about.
create table mart.survey_questions as
select attribute, count(*) as answers
from mart.survey_responses
group by attribute
order by attribute;
