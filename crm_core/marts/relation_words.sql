-- The words by which files name the rungs of the ladder (M-54) and the roles in a decision (M-08), as codes.
create table mart.relation_words as
select *
from (
    values
        ('stage', 'none', 'none'), ('stage', 'no business', 'none'), ('stage', '无业务', 'none'),
        ('stage', '没有业务', 'none'), ('stage', '无', 'none'), ('stage', '潜在', 'none'),
        ('stage', 'vendor', 'vendor'), ('stage', 'seller', 'vendor'), ('stage', '卖主', 'vendor'),
        ('stage', '卖主关系', 'vendor'), ('stage', '一般供应商', 'vendor'), ('stage', '普通供应商', 'vendor'),
        ('stage', 'preferred', 'preferred'), ('stage', 'preferred supplier', 'preferred'),
        ('stage', '优先供应商', 'preferred'), ('stage', '优先', 'preferred'), ('stage', '优选供应商', 'preferred'),
        ('stage', 'partner', 'partner'), ('stage', '合作伙伴', 'partner'), ('stage', '伙伴', 'partner'),
        ('stage', 'alliance', 'alliance'), ('stage', 'strategic', 'alliance'), ('stage', '联盟', 'alliance'),
        ('stage', '战略联盟', 'alliance'), ('stage', '战略关系', 'alliance'), ('stage', '战略合作', 'alliance'),
        ('role', 'payer', 'payer'), ('role', '付款人', 'payer'), ('role', '付款', 'payer'), ('role', '财务', 'payer'),
        ('role', '出资者', 'payer'), ('role', 'buyer', 'payer'),
        ('role', 'decider', 'decider'), ('role', 'decision maker', 'decider'), ('role', '决策者', 'decider'),
        ('role', '决策人', 'decider'), ('role', '决策', 'decider'), ('role', '拍板人', 'decider'),
        ('role', 'beneficiary', 'beneficiary'), ('role', 'user', 'beneficiary'), ('role', '使用者', 'beneficiary'),
        ('role', '受益者', 'beneficiary'), ('role', '受益人', 'beneficiary'), ('role', '使用人', 'beneficiary'),
        ('role', 'adviser', 'adviser'), ('role', 'advisor', 'adviser'), ('role', 'influencer', 'adviser'),
        ('role', '建议者', 'adviser'), ('role', '影响者', 'adviser'), ('role', '参谋', 'adviser'),
        ('role', 'opposer', 'opposer'), ('role', '反对者', 'opposer')
) as t (kind, word, code);
