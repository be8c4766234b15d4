-- The words by which files name the rungs of the ladder (M-54), the roles in a decision (M-08) and the kinds of need
-- (M-28), as codes.
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
        ('role', 'opposer', 'opposer'), ('role', '反对者', 'opposer'),
        ('need', 'stated', 'stated'), ('need', 'explicit', 'stated'), ('need', '显性', 'stated'),
        ('need', '显性需求', 'stated'), ('need', '表明的需求', 'stated'), ('need', '表明需求', 'stated'),
        ('need', '说出来的需求', 'stated'), ('need', '说出来的', 'stated'), ('need', '明确需求', 'stated'),
        ('need', '明示需求', 'stated'), ('need', 'real', 'real'), ('need', '真正的需求', 'real'),
        ('need', '真正需求', 'real'), ('need', '真正的', 'real'), ('need', '真实需求', 'real'), ('need', '真实的需求', 'real'),
        ('need', 'unstated', 'unstated'), ('need', 'implicit', 'unstated'), ('need', 'latent', 'unstated'),
        ('need', '隐性', 'unstated'), ('need', '隐性需求', 'unstated'), ('need', '未表明的需求', 'unstated'),
        ('need', '未表明需求', 'unstated'), ('need', '没说出来的需求', 'unstated'), ('need', '没说出来的', 'unstated'),
        ('need', '潜在需求', 'unstated'), ('need', 'delight', 'delight'), ('need', 'delight when met', 'delight'),
        ('need', '满足后令人高兴的需求', 'delight'), ('need', '满足后令人高兴的', 'delight'), ('need', '令人愉悦的需求', 'delight'),
        ('need', '令人高兴的需求', 'delight'), ('need', '惊喜需求', 'delight'), ('need', '兴奋需求', 'delight'),
        ('need', '兴奋型需求', 'delight'), ('need', 'secret', 'secret'), ('need', '秘密需求', 'secret'),
        ('need', '秘密', 'secret'), ('need', '秘密的需求', 'secret')
) as t (kind, word, code);
