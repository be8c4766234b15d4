-- needs: survey_questions
-- The attributes of the set asked for. Without a choice it is the set that most answers of the data belong to, whatever
-- the days and filters; an attribute that no questionnaire of ours knows is one of the company's own.
-- What stands for the whole (satisfaction overall, recommending, buying again, loyalty) is no attribute; nor is what it
-- costs the customer, where much is bad.
select attribute
from (
    select attribute, attribute_set, first_value(attribute_set) over (order by set_answers desc, attribute_set) as most_set
    from (
        select
            q.attribute,
            coalesce(s.attribute_set, 'own') as attribute_set,
            sum(q.answers) over (partition by coalesce(s.attribute_set, 'own')) as set_answers,
        from survey_questions as q
        left join (
            values
                ('quality', 'offer'), ('function', 'offer'), ('price', 'offer'),
                ('service', 'offer'), ('packaging', 'offer'), ('taste', 'offer'),
                ('tangibles', 'rater'), ('empathy', 'rater'), ('assurance', 'rater'),
                ('responsiveness', 'rater'), ('reliability', 'rater'),
                ('product_value', 'values'), ('service_value', 'values'),
                ('personnel_value', 'values'), ('image_value', 'values'),
                ('sincere', 'hearts'), ('considerate', 'hearts'), ('careful', 'hearts'),
                ('patient', 'hearts'), ('carefree', 'hearts'),
                ('store_environment', 'shop'), ('store_staff', 'shop'), ('store_display', 'shop'),
                ('money_cost', 'whole'), ('time_cost', 'whole'), ('trouble_cost', 'whole'),
                ('overall', 'whole'), ('recommend', 'whole'), ('effort', 'whole'), ('repurchase_intention', 'whole'),
                ('loyalty_emotional', 'whole'), ('loyalty_behavioural', 'whole'), ('loyalty_cognitive', 'whole')
        ) as s(attribute, attribute_set) on q.attribute = s.attribute
    ) as counted
    where attribute_set <> 'whole'
) as placed
where attribute_set = case when $set = 'most' then most_set else $set end
