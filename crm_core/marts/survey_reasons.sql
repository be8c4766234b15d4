-- One row per response and reason given; a question with several choices is one text with signs between them.
create table mart.survey_reasons as
select
    response_key,
    any_value(customer_key) as customer_key,
    any_value(surveyed_on) as surveyed_on,
    trim(item) as reason,
    min(coalesce(overall, score)) as score,
from (
    select *, unnest(string_split_regex(reason, '[;；|┋]')) as item
    from responses
    where reason is not null
) as parted
where trim(item) <> ''
group by response_key, trim(item)
order by any_value(surveyed_on);
