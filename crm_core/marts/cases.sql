-- One row per case (T-cases). The customer is the one that the case names, else the one of the order that it names.
-- A case is a complaint unless its kind says otherwise: a file of complaints need not say so.
-- Days are compared, not times, as in problems: a case that ends or is answered on a day before it began is misdated; it
-- counts, but how long it took is unknown.
-- ending: by its day (dated); by its state alone, so nobody knows when (undated); not yet (open); of a file
-- without a column of ends or of states nobody knows whether one has ended (untold).
create temp table cases_read as
with keyed as (
    select
        c.*,
        -- A key of its own, not a condition of the join: the engine would compare every case with every order.
        case when c.customer_id is null and c.order_id is not null then hash(c.order_id) end as named_order_key,
        cast(c.opened_at as date) as opened_on,
        coalesce(c.resolved_at, c.closed_at) as ended_at,
        lower(c.case_type) as kind_word,
        lower(c.case_status) as status_word,
        lower(c.verdict) as verdict_word,
        lower(c.need) as need_word,
        lower(c.motive) as motive_word,
    from source.cases as c
)
select
    k.* exclude (customer_id, named_order_key),
    coalesce(n.customer_key, o.customer_key) as customer_key,
    coalesce(cast(k.ended_at as date) < k.opened_on, false)
        or coalesce(cast(k.first_response_at as date) < k.opened_on, false) as is_misdated,
from keyed as k
left join customer_keys as n on k.customer_id = n.customer_id
left join mart.orders as o on k.named_order_key = o.order_key;

create table mart.cases as
with telling as (
    select batch_id from told_columns where column_name in ('resolved_at', 'closed_at', 'case_status')
    union
    select batch_id from cases_read where ended_at is not null or status_word is not null
)
select
    -- Later rows of one case replace earlier ones on import; a case without a number is a row.
    cast(row_number() over (order by opened_at, case_id) as integer) as case_key,
    case_id,
    customer_key,
    opened_at,
    opened_on,
    due_at,
    ended_at as resolved_at,
    cast(ended_at as date) as resolved_on,
    case
        when ended_at is not null then 'dated'
        when status_word in (
            '已完结', '完结', '已关闭', '关闭', '已解决', '解决', '已办结', '办结', '已结案', '结案', '已完成', '完成',
            '已处理', '处理完成', '已处理完成', '已结束', '已归档', '已撤销', '已取消',
            'closed', 'resolved', 'solved', 'done', 'completed', 'complete', 'cancelled', 'canceled'
        ) then 'undated'
        when batch_id in (select batch_id from telling) then 'open'
        else 'untold'
    end as ending,
    case
        when cast(first_response_at as date) >= opened_on then greatest(0, date_diff('minute', opened_at, first_response_at))
    end as response_minutes,
    case
        when cast(ended_at as date) >= opened_on then greatest(0, date_diff('minute', opened_at, ended_at))
    end as resolution_minutes,
    is_misdated,
    case
        when kind_word is null or kind_word in ('complaint', '投诉', '抱怨') then 'complaint'
        when kind_word in ('claim', '索赔', '理赔', '赔付') then 'claim'
        when kind_word in ('request', '请求', '诉求', '服务请求', '申请') then 'request'
        when kind_word in ('enquiry', 'inquiry', '咨询', '查询') then 'enquiry'
        when kind_word in ('suggestion', '建议', '意见') then 'suggestion'
        when kind_word in ('support', '支持', '报修', '售后') then 'support'
        else case_type
    end as case_type,
    coalesce(kind_word in ('complaint', '投诉', '抱怨', 'claim', '索赔', '理赔', '赔付'), true) as is_complaint,
    coalesce(root_cause, category) as cause,
    category,
    department,
    channel,
    product_id,
    case
        when verdict_word in ('full', 'yes', '满意', '完全满意', '完全解决', '已解决', '是') then 'full'
        when verdict_word in ('partial', '部分满意', '部分解决', '基本满意', '一般') then 'partial'
        when verdict_word in ('none', 'no', '不满意', '未解决', '否') then 'none'
        else verdict
    end as verdict,
    people_told,
    case
        when need_word in ('care', '被关心') then 'care'
        when need_word in ('heard', '被倾听') then 'heard'
        when need_word in ('professional', '服务人员专业化', '专业') then 'professional'
        when need_word in ('fast', '迅速反应', '快捷') then 'fast'
        else need
    end as need,
    case
        when motive_word in ('vent', '发泄') then 'vent'
        when motive_word in ('respect', '尊重') then 'respect'
        when motive_word in ('remedy', '补救') then 'remedy'
        else motive
    end as motive,
    compensation_kind,
    compensation_cost,
    manager_involved as is_manager_involved,
    is_repeat,
    is_malicious,
    solution_id,
    step_listen,
    step_apologise,
    step_ask,
    step_record,
    step_solve,
    step_close,
    step_review,
from cases_read
order by opened_at, case_id;
