"""Open data: what the public reads, for programs.

Each subject (plans, items, comments …) is described once, by its fields, and read by one function.
The interface under `/api/`, the datasets under `/data/`, their schemas and the catalogue are all
made of that description, so that none of them can say what the others do not know.

Names and descriptions of the data are Czech by themselves and not through gettext: they are a part
of the data, which the national catalogue takes in Czech whatever language a reader has chosen.
"""
