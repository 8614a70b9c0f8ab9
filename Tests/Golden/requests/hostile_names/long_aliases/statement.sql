-- aTableWhoseNameIsExactlySixtyThreeBytesLongInUtf802s
select
    t1.id,
    t1.id,
    t1.parent_id
from api.v_a_table_whose_name_is_exactly_sixty_three_bytes_long_8b266664 as t1
order by t1.id
limit 50;
