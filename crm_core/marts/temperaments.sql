-- One row per customer whose temperament our people have judged (M-35). Words of files are read as codes where they are
-- known; a word that is none of the four judges nothing. Of merged customers the one that is kept decides.
create table mart.temperaments as
select customer_key, temperament
from (
    select
        k.customer_key,
        w.code as temperament,
        row_number() over (partition by k.customer_key order by k.place) as number,
    from source.customers as s
    inner join customer_keys as k on s.customer_id = k.customer_id
    inner join (
        values
            ('choleric', 'choleric'), ('胆汁质', 'choleric'), ('sanguine', 'sanguine'), ('多血质', 'sanguine'),
            ('phlegmatic', 'phlegmatic'), ('粘液质', 'phlegmatic'), ('黏液质', 'phlegmatic'),
            ('melancholic', 'melancholic'), ('忧郁质', 'melancholic'), ('抑郁质', 'melancholic')
    ) as w (word, code) on lower(trim(s.temperament)) = w.word
)
where number = 1
order by customer_key;
