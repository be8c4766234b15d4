-- How a cell is read. Every macro gives NULL for a cell that is missing and for a cell that cannot be
-- read; is_missing tells the two apart. The first branch of each macro is the fast path of clean data.

-- Full-width digits, letters and signs as ASCII; every kind of blank at the ends removed.
create or replace macro folded(x) as
    lower(trim(translate(
        x,
        '０１２３４５６７８９．，－−（）％＋／：＄　' || chr(160) || chr(65279) || chr(9) || chr(8201) || chr(8239),
        '0123456789.,--()%+/:$      '
    )));

-- Questionnaires write (跳过) and (空) in every kind of question that somebody did not answer.
create or replace macro is_missing(x) as x is null or regexp_full_match(
    x,
    '(?i)[\s\x{a0}\x{3000}\x{feff}]*(?:[-－/]|--|[—–]+|#?n/a|\(?null\)?|\\n|#(?:div/0|value|ref|num|null|error)!|#name\?|[(（](?:跳过|空)[)）])?[\s\x{a0}\x{3000}\x{feff}]*');

-- Databases write a date of zeros for "none".
create or replace macro is_missing_date(x) as
    is_missing(x) or regexp_full_match(x, '0000[-/]00[-/]00(?: 00:00:00)?');

-- digits: style point 1,234.50 · comma 1.234,50 · mixed = both occur, so only what is clear by itself.
create or replace macro plain_digits(d, style) as case style
    when 'point' then case
        when regexp_full_match(d, '(\d+|\d{1,3}(,\d{3})+)(\.\d*)?(e[+-]?\d{1,3})?|\.\d+') then replace(d, ',', '') end
    when 'comma' then case
        when regexp_full_match(d, '(\d+|\d{1,3}(\.\d{3})+)(,\d*)?|,\d+') then replace(replace(d, '.', ''), ',', '.') end
    else case
        when regexp_full_match(d, '\d+|\d+\.(\d{0,2}|\d{4,})|(0\d*|\d{4,})\.\d{3}|\d{1,3}(,\d{3})+\.\d*|\d{1,3}(,\d{3}){2,}|\.\d+(e[+-]?\d{1,3})?')
            then replace(d, ',', '')
        when regexp_full_match(d, '\d+,(\d{1,2}|\d{4,})|(0\d*|\d{4,}),\d{3}|\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}')
            then replace(replace(d, '.', ''), ',', '.') end
    end;

-- Between thousands stand blanks or, in Switzerland, quotes.
create or replace macro without_blanks(s) as case when regexp_matches(s, '^\D*\d{1,3}([''’]\d{3})+(\D|$)')
    then translate(s, ' ''’', '') else replace(s, ' ', '') end;

create or replace macro number_parts(x) as regexp_extract(
    without_blanks(folded(x)),
    '^(\(?)([+-]?)((?:hk|us|nt)?\$|[¥￥€£]|rmb|cny|usd|eur|gbp|hkd|jpy|twd|人民币|)([+-]?)([0-9.,]+(?:e[+-]?[0-9]+)?)(-?)(百万|万|亿|千|%|)(元|圆|[$€£]|[美欧港日]元|港币|英镑|rmb|cny|usd|eur|gbp|hkd|jpy|twd|)(-?)(\)?)$',
    ['opens', 'sign_1', 'mark_1', 'sign_2', 'digits', 'sign_3', 'unit', 'mark_2', 'sign_4', 'closes']
);

create or replace macro number_from_parts(p, style, factor) as
    case when p.digits <> '' and (p.opens = '') = (p.closes = '')
            and strlen(p.opens) + strlen(p.sign_1) + strlen(p.sign_2) + strlen(p.sign_3) + strlen(p.sign_4) <= 1
        then try_cast(plain_digits(p.digits, style) as decimal(24, 6))
            * (case p.unit when '%' then 0.01 when '千' then 1000 when '万' then 10000 when '百万' then 1000000
                when '亿' then 100000000 else factor end)::decimal(11, 2)
            * (case when p.opens <> '' or '-' in (p.sign_1, p.sign_2, p.sign_3, p.sign_4) then -1 else 1 end)::decimal(1, 0)
    end;

create or replace macro slow_number(x, style) as
    list_transform([number_parts(x)], lambda p: number_from_parts(p, style, 1))[1];

-- Money has one currency per file, and a percentage is none. A unit within the cell goes before that of its header.
create or replace macro currency_of_mark(mark) as case
    when mark in ('$', 'us$', 'usd', '美元') then 'USD' when mark in ('€', 'eur', '欧元') then 'EUR'
    when mark in ('£', 'gbp', '英镑') then 'GBP' when mark in ('hk$', 'hkd', '港元', '港币') then 'HKD'
    when mark in ('jpy', '日元') then 'JPY' when mark in ('nt$', 'twd') then 'TWD' else 'CNY' end;
create or replace macro is_in(p, currency) as currency = 'any' or (
    (p.mark_1 = '' or currency_of_mark(p.mark_1) = currency) and (p.mark_2 = '' or currency_of_mark(p.mark_2) = currency));
create or replace macro counted_money(x, style, currency, factor) as try_cast(list_transform(
    [number_parts(x)],
    lambda p: case when p.unit <> '%' and is_in(p, currency) then number_from_parts(p, style, factor) end
)[1] as decimal(18, 4));
create or replace macro money_of(x, style, currency) as coalesce(
    case when style = 'point' then try_cast(x as decimal(18, 4)) end, counted_money(x, style, currency, 1));

create or replace macro price_of(x, style) as coalesce(
    case when style = 'point' then try_cast(x as decimal(18, 4)) end, try_cast(slow_number(x, style) as decimal(18, 4)));
create or replace macro quantity_of(x, style) as coalesce(
    case when style = 'point' then try_cast(x as decimal(18, 3)) end, try_cast(slow_number(x, style) as decimal(18, 3)));

-- An amount without a currency, a unit or a word: digits, a point before decimals, commas between thousands.
create or replace macro bare_amount(x) as try_cast(replace(trim(x), ',', '') as decimal(18, 4));

-- So many parts of a whole of an amount, to the cent, halves away from zero; counted in whole numbers, so exact.
create or replace macro cents_of(amount, parts, whole) as (sign(amount)
    * ((2 * abs((10000 * amount)::hugeint) * parts + 100 * whole) // (200 * whole)) * 0.01)::decimal(18, 4);

create or replace macro counted_quantity(x, style, factor) as try_cast(list_transform(
    [number_parts(x)], lambda p: number_from_parts(p, style, factor))[1] as decimal(18, 3));

create or replace macro whole_number(n) as case when n = trunc(n) then try_cast(n as integer) end;
create or replace macro integer_of(x, style) as coalesce(
    case when regexp_full_match(x, '-?[0-9]{1,9}') then try_cast(x as integer) end,
    whole_number(slow_number(x, style)));

-- A length of time: seconds, or hours, minutes and seconds. 3:20 alone may be either and is none.
create or replace macro seconds_of_parts(p) as case when p.h || p.m || p.s <> '' then
    coalesce(try_cast(p.h as integer), 0) * 3600 + coalesce(try_cast(p.m as integer), 0) * 60
    + coalesce(try_cast(p.s as integer), 0) end;
create or replace macro seconds_of(x, style, factor) as coalesce(
    case when factor = 1 and regexp_full_match(x, '-?[0-9]{1,9}') then try_cast(x as integer) end,
    list_transform([regexp_extract(
        replace(folded(x), ' ', ''), '^(\d{1,5}):(\d{1,2}):(\d{1,2})(?:\.\d+)?$', ['h', 'm', 's'])],
        lambda p: seconds_of_parts(p))[1],
    list_transform([regexp_extract(
        replace(folded(x), ' ', ''),
        '^(?:(\d{1,5})(?:小时|时|hours?|hrs?|h))?(?:(\d{1,5})(?:分钟|分|minutes?|mins?|m))?(?:(\d{1,7})(?:秒钟?|seconds?|secs?|s))?$',
        ['h', 'm', 's'])],
        lambda p: seconds_of_parts(p))[1],
    try_cast(round(slow_number(x, style) * factor) as integer));

-- An argument that is used twice is computed for every row, also behind a fast branch: hence the
-- lists of one element below, whose lambda computes once and only where it is needed.
-- Dates outside these years are typing errors or marks for "never".
create or replace macro plausible(moment) as
    case when moment >= timestamp '1900-01-01' and moment < timestamp '2101-01-01' then moment end;

create or replace macro clock(hour, minute, second, half) as
    case when hour = '' then ' 00:00:00' else ' ' ||
        lpad(case
            when half in ('pm', '下午', '晚上', '中午') and hour::integer < 12 then (hour::integer + 12)::varchar
            when half in ('am', '上午', '凌晨') and hour::integer = 12 then '0'
            else hour end, 2, '0')
        || ':' || lpad(minute, 2, '0') || ':' || case when second = '' then '00' else lpad(second, 2, '0') end
    end;

create or replace macro year_first_parts(s) as regexp_extract(
    s,
    '^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[ t]*(上午|下午|凌晨|早上|中午|晚上)? ?(\d{1,2})(?:[:时点])(\d{1,2})(?:(?:[:分])(\d{1,2})(?:[.,]\d+)?秒?|分)?)? ?(am|pm|)(z|[+-]\d{2}(?::?\d{2})?)?$',
    ['year', 'month', 'day', 'half', 'hour', 'minute', 'second', 'half_2', 'zone']
);
-- A style that ends in local takes no time with a zone: where one turns up, that must be told.
create or replace macro year_first(p, style) as
    case when p.year <> '' and (p.zone = '' or not ends_with(style, 'local')) then try_cast(
        p.year || '-' || lpad(p.month, 2, '0') || '-' || lpad(p.day, 2, '0')
        || clock(p.hour, p.minute, p.second, p.half || p.half_2) as timestamp) end;

create or replace macro year_last_parts(s) as regexp_extract(
    s,
    '^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ t,]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?)? ?(am|pm|)$',
    ['first', 'second_part', 'year', 'hour', 'minute', 'second', 'half']
);
create or replace macro year_last(p, style) as
    case when p.year <> '' and style[1:3] in ('dmy', 'mdy') then try_cast(
        p.year || '-' || lpad(case when style[1:3] = 'mdy' then p.first else p.second_part end, 2, '0')
        || '-' || lpad(case when style[1:3] = 'mdy' then p.second_part else p.first end, 2, '0')
        || clock(p.hour, p.minute, p.second, p.half) as timestamp) end;

create or replace macro compact(s) as case
    when regexp_full_match(s, '\d{8}') then try_strptime(s, '%Y%m%d')
    when regexp_full_match(s, '\d{8} \d{1,2}:\d{2}(:\d{2})?') then try_strptime(s, ['%Y%m%d %H:%M:%S', '%Y%m%d %H:%M'])
    when regexp_full_match(s, '\d{12}') then try_strptime(s, '%Y%m%d%H%M')
    when regexp_full_match(s, '\d{14}') then try_strptime(s, '%Y%m%d%H%M%S') end;

-- Day numbers of a spreadsheet and seconds since 1970, only where the whole column is written so.
create or replace macro counted(s, style) as case
    when style = 'serial' and regexp_full_match(s, '\d{5}(\.\d+)?') and s::double between 20000 and 60000
        then timestamp '1899-12-30' + to_seconds(round(s::double * 86400)::bigint)
    when style = 'unix' and regexp_full_match(s, '\d{10}') then make_timestamp(s::bigint * 1000000)
    when style = 'unix' and regexp_full_match(s, '\d{13}') then make_timestamp(s::bigint * 1000) end;

create or replace macro named_month(s) as case when regexp_matches(s, '^[0-9a-z]+[- ]') then try_strptime(
    s, ['%d-%b-%y', '%d-%b-%Y', '%d %b %Y', '%b %d, %Y', '%d-%b-%Y %H:%M:%S', '%d %b %Y %H:%M:%S', '%b %d, %Y %H:%M', '%b %d, %Y, %I:%M:%S %p', '%b %d, %Y %I:%M:%S %p', '%B %d, %Y', '%d %B %Y']) end;

create or replace macro without_weekday(s) as case when regexp_matches(s, '(?:星期|周|礼拜)[一二三四五六日天]')
    then trim(regexp_replace(s, ' *\(?(?:星期|周|礼拜)[一二三四五六日天]\)?', ' ')) else s end;

create or replace macro slow_timestamp(x, style) as list_transform([without_weekday(folded(x))], lambda s: list_transform([coalesce(
    year_first(year_first_parts(s), style),
    year_last(year_last_parts(s), style),
    counted(s, style),
    compact(s),
    named_month(s)
)], lambda moment: plausible(moment))[1])[1];

create or replace macro timestamp_of(x, style) as coalesce(
    case when strlen(x) in (10, 19) and x >= '1900' and x < '2101' then try_cast(x as timestamp) end, slow_timestamp(x, style));
create or replace macro date_of(x, style) as coalesce(
    case when strlen(x) = 10 and x >= '1900' and x < '2101' then try_cast(x as date) end, slow_timestamp(x, style)::date);

create or replace macro boolean_of(x) as case
    when x in ('1', '是', 'Y', 'Yes', 'true') then true
    when x in ('0', '否', 'N', 'No', 'false') then false
    when folded(x) in ('1', '是', 'y', 'yes', 'true', 't', '真', '√', '对') then true
    when folded(x) in ('0', '否', 'n', 'no', 'false', 'f', '假', '×', '不是') then false end;

-- A quote before = + - @ is how a spreadsheet, and our own files, keep a text from being taken for a formula.
create or replace macro is_quoted(x) as regexp_matches(x, '^''[\s"'',;]*[=+\-@＝＋－＠]');
create or replace macro slow_text(x) as
    case when not is_missing(x) then list_transform(
        [trim(x, ' 　' || chr(160) || chr(65279) || chr(9) || chr(10) || chr(13))],
        lambda s: case when is_quoted(s) then substr(s, 2) else s end)[1] end;
create or replace macro text_of(x) as case
    when regexp_full_match(x, '(?s)[A-Za-z\x{4e00}-\x{9fff}](?:.*[^\s\x{a0}\x{3000}])?')
        and case when strlen(x) < 5 then lower(x) not in ('null', 'n/a') else true end then x
    else slow_text(x) end;

-- The currency of a row by its usual names.
create or replace macro currency_of(x) as case
    when x in ('CNY', 'USD', 'EUR', 'GBP', 'HKD', 'JPY', 'TWD') then x
    else list_transform([folded(x)], lambda s: case
        when s in ('cny', 'rmb', '人民币', '人民币元', '元', '¥', '￥') then 'CNY'
        when s in ('usd', '美元', '美金', '$', 'us$') then 'USD'
        when s in ('eur', '欧元', '€') then 'EUR' when s in ('gbp', '英镑', '£') then 'GBP'
        when s in ('hkd', '港币', '港元', 'hk$') then 'HKD' when s in ('jpy', '日元') then 'JPY'
        when s in ('twd', '新台币', '台币', 'nt$') then 'TWD' else text_of(x) end)[1] end;

-- An id keeps its leading zeros. A spreadsheet's ="00123", '00123 and 17850.0 are unwrapped; 1.1E+17 has
-- lost its digits for good and gives NULL.
create or replace macro unwrapped(s) as case
    when is_quoted(s) then substr(s, 2)
    when regexp_full_match(s, '[0-9]+\.0+') then regexp_extract(s, '^[0-9]+')
    when regexp_full_match(s, '[1-9][0-9]{0,2}(,[0-9]{3})+') then replace(s, ',', '')
    when regexp_full_match(s, '="[^"]*"') then trim(substr(s, 3, length(s) - 3))
    when regexp_full_match(s, '=[0-9]+') then substr(s, 2)
    when regexp_full_match(s, '''[0-9A-Za-z_-]+') then substr(s, 2)
    when regexp_full_match(s, '[0-9](\.[0-9]+)?[Ee]\+[0-9]+') then null
    else s end;
create or replace macro id_digits(x) as trim(translate(
    x, '０１２３４５６７８９－　' || chr(160) || chr(65279) || chr(9), '0123456789-    '));
-- Words for nobody: one customer of that name would have bought what all of them did.
create or replace macro is_no_id(x) as is_missing(x) or coalesce(list_contains(
    ['none', 'nan', 'nil', '<na>', '<null>', '无', '空', '暂无', '匿名', '匿名用户', '游客', '散客', '零散客户', '未知', 'unknown', 'anonymous', 'guest'], folded(x)), false);
create or replace macro slow_id(x) as
    case when not is_no_id(x) then list_transform([id_digits(x)], lambda s: nullif(unwrapped(s), ''))[1] end;
create or replace macro id_of(x) as coalesce(
    case when regexp_full_match(x, '[0-9]+|[0-9A-Za-z][A-Za-z_-]*[0-9][0-9A-Za-z_-]*') then x end,
    slow_id(x));

-- The line under a table: its first or second filled cell says so.
-- First the code point of its first character (blanks, S T G, and those of the Chinese words): it is fast.
create or replace macro is_total_word(x) as case
    when ascii(x) in (9, 32, 160, 12288, 71, 83, 84, 103, 115, 116, 21512, 24635, 20849, 32047, 23567, 27719, 26412)
        then regexp_full_match(
            x,
            '(?i)[\s\x{3000}\x{a0}]*(?:[合总共累]计|小计|汇总|总合计|本[页日周月季年][合小累]计|(?:grand |sub[- ]?)?totals?(?: (?:for|of|-) .{1,60})?|sum)[\s\x{3000}\x{a0}:：]*')
    else false end;
-- The sum of a group, whose name stands before the word.
create or replace macro is_group_sum(x) as case
    when ends_with(x, '计') or ends_with(x, '汇总') then regexp_full_match(x, '(?s).{0,60}(?:合计|小计|总计|累计|共计|汇总)')
    else false end;

-- What stands under a table besides totals: who made it, when it was printed, how many rows, which page.
create or replace macro is_footer_word(x) as case
    when ascii(x) in (21046, 25171, 23548, 23457, 22797, 22635, 32479, 25253, 25805, 25968, 22791, 27880, 35828, 20849, 31532)
        or (ascii(x) in (69, 71, 80, 82, 101, 103, 112, 114) and contains(x, ' '))
        then regexp_full_match(
            x,
            '(?is)(?:(?:制表|制单|打印|导出|审核|复核|填报|填表|统计|报表|操作|数据来源|备注|注|说明)(?:人员|人|员|者|单位|部门|时间|日期)?\s*[:：].*'
            || '|共\s*[0-9,]+\s*(?:条|行|笔|家|户|人|个|项)(?:记录|数据|订单|客户)?[。.]?|第\s*\d+\s*页.*'
            || '|(?:printed|exported|generated|prepared|report(?:ed)?) (?:by|on|at|date)\b.*|page \d+ of \d+)')
    else false end;

-- Scores. A number stands on the scale that the file uses (from_low to from_high) and is carried over in equal steps
-- to the column's own (low to high); a word stands for a score where one of the two is 1 to 5, yes and no for
-- the ends where the file says yes and no (0 to 1). The words are variables: words.sql.
create or replace macro word_of(x) as regexp_replace(folded(x), '[\s_\-./:;*#]+', '', 'g');
create or replace macro weight_of(x, style) as list_transform(
    [try_cast(slow_number(x, style) as decimal(18, 6))], lambda w: case when w >= 0 then w end)[1];
create or replace macro grade_of(x) as
    getvariable('grade_scores')[list_position(getvariable('grade_words'), word_of(x))];
create or replace macro yes_of(x) as coalesce(
    case boolean_of(x) when true then 1 when false then 0 end,
    case when grade_of(x) > 3 then 1 when grade_of(x) < 3 then 0 end);
create or replace macro is_no_answer(x) as
    is_missing(x) or coalesce(list_contains(getvariable('no_answer_words'), word_of(x)), false);
create or replace macro score_of(x, style, low, high, from_low, from_high) as coalesce(
    list_transform([price_of(x, style)], lambda n: case
        when n between least(from_low, from_high) and greatest(from_low, from_high)
            then cast(low + (n - from_low) * (high - low) / (from_high - from_low) as decimal(9, 4)) end)[1],
    cast(low + (high - low) * case
        when from_low = 0 and from_high = 1 then yes_of(x)
        when (low = 1 and high = 5) or (from_low = 1 and from_high = 5) then (grade_of(x) - 1) / 4.0 end as decimal(9, 4)));
-- What a state of an order means where the layout of a file says so: variables of states.sql.
create or replace macro kind_of_state(x) as coalesce(
    getvariable('state_kinds')[list_position(getvariable('state_words'), word_of(x))], getvariable('other_state'));
create or replace macro attribute_of(x) as coalesce(
    getvariable('attribute_names')[list_position(getvariable('attribute_words'), word_of(x))], text_of(x));
