-- What a line has of its order's money: the step between two shares rounded to the cent, so that all steps add up to it.
case
    when l.n is null then trim(${cell})
    else list_transform(
        [bare_amount(${cell})],
        lambda m: case when l.is_last then m else cents_of(m, l.upto, l.whole) end - cents_of(m, l.upto - l.weight, l.whole)
    )[1]::varchar
end
