-- Which RFM scores make which segment. The first rule that fits wins; together they cover all 125 codes, each on purpose.
select * from (values
    (1, 'champions', 4, 5, 4, 5, 4, 5),
    (2, 'loyal', 3, 5, 4, 5, 1, 5),
    (3, 'big_spenders', 3, 5, 1, 3, 5, 5),
    (4, 'promising', 4, 5, 2, 3, 1, 4),
    (5, 'new', 4, 5, 1, 1, 1, 4),
    (6, 'need_attention', 3, 3, 2, 3, 1, 4),
    (7, 'about_to_sleep', 3, 3, 1, 1, 1, 4),
    (8, 'cannot_lose', 1, 2, 4, 5, 4, 5),
    (9, 'at_risk', 1, 2, 3, 5, 1, 5),
    (9, 'at_risk', 1, 2, 1, 2, 4, 5),
    (10, 'hibernating', 2, 2, 1, 2, 1, 3),
    (11, 'lost', 1, 1, 1, 2, 1, 3)
) as t (segment_order, segment, r_low, r_high, f_low, f_high, m_low, m_high)
