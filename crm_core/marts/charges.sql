-- What order lines bill that is no product: postage, fees, corrections. Known by the whole name of the product, its
-- letters and digits alone, in Chinese and English; the list is kept by hand, and a word that it lacks is added here.
-- One row per value by which lines can be told: of the product's number where no other name stands beside it, and of the
-- name. Where these bring more than half of all sales, they are what the company sells, and none is left out.
create table mart.charges as
with words as (
    select word
    from (
        values
            ('运费'), ('补运费'), ('运费补差'), ('运费补差价'), ('补运费差价'), ('运费差价'), ('运费链接'), ('运费专拍'),
            ('邮费'), ('补邮费'), ('邮费补差'), ('邮费补差价'), ('补邮费差价'), ('邮费差价'), ('邮费链接'), ('邮费专拍'),
            ('邮资'), ('快递费'), ('物流费'), ('配送费'), ('送货费'), ('外送费'), ('运费险'), ('包装费'), ('打包费'),
            ('差价'), ('补差'), ('补差价'), ('差价链接'), ('差价专拍'), ('补差价链接'), ('补差价专拍'), ('补差价专用链接'),
            ('手续费'), ('银行手续费'), ('刷卡手续费'), ('支付手续费'), ('平台手续费'), ('平台佣金'), ('银行费用'),
            ('手工调整'), ('手工录入'), ('人工调整'), ('价格调整'), ('调账'), ('冲账'), ('坏账'), ('坏账调整'), ('抹零'),
            ('折扣'), ('折让'), ('优惠券抵扣'),
            ('postage'), ('dotcompostage'), ('shipping'), ('shippingfee'), ('shippingcharge'), ('shippingcost'),
            ('shippingandhandling'), ('shippinghandling'), ('delivery'), ('deliveryfee'), ('deliverycharge'),
            ('freight'), ('freightcharge'), ('carriage'), ('handling'), ('handlingfee'), ('handlingcharge'),
            ('packingfee'), ('pricedifference'), ('bankcharge'), ('bankcharges'), ('bankfee'), ('bankfees'),
            ('amazonfee'), ('transactionfee'), ('paymentfee'), ('servicecharge'), ('manual'), ('manualadjustment'),
            ('adjustment'), ('adjustbaddebt'), ('baddebt'), ('roundingdifference'), ('rounding'), ('discount')
    ) as t (word)
),
sold as (
    select product_id, product_name, sum(amount) as amount
    from mart.transactions
    where kind = 'sale' and product_name is not null
    group by product_id, product_name
),
told as (
    select
        s.product_id,
        cast(s.product_name as varchar) as product_name,
        s.amount,
        lower(regexp_replace(cast(s.product_name as varchar), '[^\p{L}\p{N}]', '', 'g')) in (select word from words)
            as is_charge,
    from sold as s
),
billed as (
    select 'transactions.product_id' as dimension, cast(product_id as varchar) as value, min(product_name) as name
    from told
    where product_id is not null
    group by product_id
    having bool_and(is_charge)
    union all
    select distinct 'transactions.product_name' as dimension, product_name as value, product_name as name
    from told
    where is_charge
)
select *
from billed
where (select sum(case when is_charge then amount else 0 end) <= sum(amount) / 2 from told);
