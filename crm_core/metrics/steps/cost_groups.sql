-- What a kind of cost is spent on, by the words that files use: winning a customer, or keeping one. Serving those who
-- are there (service) is a group of its own, since companies differ in whether it keeps them.
select cost_kind, cost_group
from (
    values
        ('acquisition', 'acquisition'),
        ('获客', 'acquisition'),
        ('获客成本', 'acquisition'),
        ('拉新', 'acquisition'),
        ('推广', 'acquisition'),
        ('广告', 'acquisition'),
        ('retention', 'retention'),
        ('benefit', 'retention'),
        ('维系', 'retention'),
        ('维护', 'retention'),
        ('挽留', 'retention'),
        ('客户关怀', 'retention'),
        ('会员权益', 'retention'),
        ('service', 'service'),
        ('服务', 'service'),
        ('客服', 'service'),
        ('售后', 'service')
) as t (cost_kind, cost_group)
