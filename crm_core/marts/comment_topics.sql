-- The words by which a comment is known to be about a topic, in Chinese and English. The list is kept by hand: a word
-- that a topic lacks is added here, and what no word fits is counted as about none of these topics.
create temp table comment_topics as
select topic, pattern
from (
    values
        ('delivery', '配送|送货|送达|快递|物流|送奶|漏送|晚到|迟到|准时|deliver|shipping|shipment|courier|arrived late'),
        ('service', '客服|态度|答复|回复|没人接|服务|耐心|customer service|support|staff|reply|replied|rude|friendly'),
        ('after_sale', '退款|退货|退换|换货|售后|维修|赔偿|refund|return|exchange|warranty|repair'),
        ('price', '价格|涨价|太贵|便宜|划算|性价比|比超市贵|\bprice|expensive|cheap|value for money|overpriced'),
        ('promotion', '优惠|活动|折扣|积分|会员|赠品|discount|promotion|coupon|points|membership'),
        ('packaging', '包装|瓶盖|瓶子|盒子|漏了|没有漏|packag|bottle|box|leak'),
        ('freshness', '新鲜|日期|到期|过期|变质|保质期|fresh|expir|best before|spoil'),
        ('quality', '质量|品质|结块|破损|坏了|损坏|瑕疵|不耐用|quality|broken|defect|damaged|faulty'),
        ('taste', '口味|味道|口感|太甜|甜度|浓郁|好喝|难喝|好吃|taste|flavou?r|sweet|delicious'),
        ('range', '品种|缺货|没有货|断货|规格|低糖|款式|out of stock|assortment|selection|variety|choice of'),
        ('ordering', '下单|订单|小程序|网站|支付|付款|发票|可以按周订|checkout|website|\bapp\b|payment|invoice'),
        ('store', '门店|店里|店员|排队|环境|陈列|停车|store|shop|queue|waiting|parking')
) as listed(topic, pattern);
