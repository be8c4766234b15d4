-- One row per improvement (T-improvements).
create table mart.improvements as
select
    improvement_id,
    topic,
    root_cause as cause,
    case
        when lower(improvement_source) in ('complaint', 'complaints', '投诉', '客户投诉', '客户意见') then 'complaint'
        when lower(improvement_source) in ('survey', 'surveys', '调查', '满意度调查', '问卷') then 'survey'
        when lower(improvement_source) in ('employee', 'employees', '员工', '员工建议') then 'employee'
        when lower(improvement_source) in ('r&d', 'research', '研发') then 'research'
        else coalesce(improvement_source, case when case_id is not null then 'complaint' end)
    end as improvement_source,
    done_on,
from source.improvements
order by done_on, improvement_id;
