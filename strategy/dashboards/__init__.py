"""How plans are carried out, in numbers each of which leads to the measures that it counts."""
