-- One row per contact (T-interactions), in order of day. Words of files are read as codes where they are known and stay
-- as they came where not. A wait or a duration below zero, or an end before the start, is unknown (problems.sql counts it).
-- again_seconds: until the same customer came in again for the same purpose; seen_seconds: how long one could have seen
-- that, up to the last contact of all.
create temp table contact_words as
select kind, word, code
from (
    values
        ('channel', '电话', 'phone'), ('channel', 'call', 'phone'), ('channel', 'voice', 'phone'),
        ('channel', '邮件', 'email'), ('channel', '电子邮件', 'email'), ('channel', 'e-mail', 'email'),
        ('channel', '短信', 'sms'), ('channel', '社交', 'social'), ('channel', '社交媒体', 'social'),
        ('channel', '论坛', 'forum'), ('channel', '社区', 'forum'), ('channel', '在线客服', 'online_chat'),
        ('channel', '网页聊天', 'online_chat'), ('channel', 'chat', 'online_chat'), ('channel', 'live chat', 'online_chat'),
        ('channel', '门店', 'store'), ('channel', '柜台', 'store'), ('channel', '上门', 'visit'), ('channel', '拜访', 'visit'),
        ('channel', '信函', 'mail'), ('channel', '活动', 'event'), ('channel', '机器人', 'bot'), ('channel', 'chatbot', 'bot'),
        ('direction', '呼入', 'in'), ('direction', '来电', 'in'), ('direction', '进线', 'in'),
        ('direction', 'inbound', 'in'), ('direction', 'incoming', 'in'),
        ('direction', '呼出', 'out'), ('direction', '去电', 'out'), ('direction', '外呼', 'out'),
        ('direction', 'outbound', 'out'), ('direction', 'outgoing', 'out'),
        ('purpose', '咨询', 'enquiry'), ('purpose', 'inquiry', 'enquiry'), ('purpose', 'question', 'enquiry'),
        ('purpose', '销售', 'sale'), ('purpose', '下单', 'sale'), ('purpose', 'order', 'sale'), ('purpose', 'sales', 'sale'),
        ('purpose', '回访', 'return_visit'), ('purpose', '售后回访', 'return_visit'), ('purpose', 'follow-up', 'return_visit'),
        ('purpose', 'follow up', 'return_visit'), ('purpose', 'return visit', 'return_visit'),
        ('purpose', '关怀', 'care'), ('purpose', '客户关怀', 'care'),
        ('purpose', '投诉', 'complaint'), ('purpose', 'complaints', 'complaint'),
        ('purpose', '调查', 'survey'), ('purpose', '满意度调查', 'survey'),
        ('purpose', '开发', 'prospecting'), ('purpose', '陌拜', 'prospecting'),
        ('phase', '售前', 'before'), ('phase', '售中', 'during'), ('phase', '售后', 'after'),
        ('phase', 'pre-sale', 'before'), ('phase', 'presale', 'before'), ('phase', 'after-sale', 'after'),
        ('phase', 'aftersale', 'after'), ('phase', 'post-sale', 'after'),
        ('need_tag', '信息', 'information'), ('need_tag', '信息需求', 'information'),
        ('need_tag', '环境', 'environment'), ('need_tag', '环境需求', 'environment'),
        ('need_tag', '情感', 'emotion'), ('need_tag', '情感需求', 'emotion'), ('need_tag', 'emotional', 'emotion'),
        ('handled_by', '机器人', 'bot'), ('handled_by', '智能客服', 'bot'), ('handled_by', 'chatbot', 'bot'),
        ('handled_by', 'robot', 'bot'), ('handled_by', '人工', 'human'), ('handled_by', '人工客服', 'human'),
        ('handled_by', 'agent', 'human')
) as t (kind, word, code);

create table mart.interactions as
with stating_time as (
    -- Of an import that knows days only, midnight says nothing.
    select distinct batch_id from source.interactions where started_at <> cast(started_at as date)
),
read as (
    select
        k.customer_key,
        s.interaction_id,
        s.started_at,
        cast(s.started_at as date) as started_on,
        case when s.batch_id in (select batch_id from stating_time) then cast(hour(s.started_at) as tinyint) end
            as contact_hour,
        coalesce(c.code, s.channel) as channel,
        s.touchpoint,
        coalesce(d.code, lower(s.direction)) as direction,
        coalesce(p.code, s.purpose) as purpose,
        coalesce(f.code, s.phase) as phase,
        coalesce(n.code, s.need_tag) as need_tag,
        coalesce(h.code, case when coalesce(c.code, s.channel) = 'bot' then 'bot' end, s.handled_by) as handled_by,
        e.employee,
        coalesce(s.department, e.department) as department,
        s.store_id,
        s.answered as is_answered,
        coalesce(s.identified, k.customer_key is not null) as is_recognised,
        s.preference_used as is_preference_used,
        s.outcome is not null as is_noted,
        case when s.wait_seconds >= 0 then s.wait_seconds end as wait_seconds,
        case
            when coalesce(s.duration_s, date_diff('second', s.started_at, s.ended_at)) >= 0
                then cast(coalesce(s.duration_s, date_diff('second', s.started_at, s.ended_at)) as integer)
        end as handle_seconds,
        case when s.transfers >= 0 then s.transfers end as transfers,
        s.survey_score,
        date_diff('second', s.started_at, max(s.started_at) over (partition by true)) as seen_seconds,
    from source.interactions as s
    left join customer_keys as k on s.customer_id = k.customer_id
    left join (
        select x.employee_id, x.employee, m.department
        from employee_codes as x
        left join mart.employees as m on x.employee = m.employee
    ) as e on s.employee_id = e.employee_id
    left join contact_words as c on c.kind = 'channel' and lower(s.channel) = c.word
    left join contact_words as d on d.kind = 'direction' and lower(s.direction) = d.word
    left join contact_words as p on p.kind = 'purpose' and lower(s.purpose) = p.word
    left join contact_words as f on f.kind = 'phase' and lower(s.phase) = f.word
    left join contact_words as n on n.kind = 'need_tag' and lower(s.need_tag) = n.word
    left join contact_words as h on h.kind = 'handled_by' and lower(s.handled_by) = h.word
    where s.started_at is not null
),
directed as (
    -- What names no direction came in, unless its purpose is one of ours.
    select
        * replace (
            coalesce(
                direction,
                case when purpose in ('return_visit', 'care', 'survey', 'prospecting') then 'out' else 'in' end
            ) as direction
        ),
    from read
),
again as (
    select
        *,
        date_diff(
            'second',
            started_at,
            lead(started_at) over (partition by customer_key, purpose order by started_at, interaction_id)
        ) as again_seconds,
    from directed
    where customer_key is not null and direction = 'in'
    union all
    -- Nobody knows whether who is not known, or was called, comes in again.
    select *, null as again_seconds
    from directed
    where customer_key is null or direction <> 'in'
)
select * exclude (started_at)
from again
order by started_on, interaction_id;
