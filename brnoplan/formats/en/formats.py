"""English dates that nobody takes for a month first: 26 June 2018."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
TIME_FORMAT = "H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j M Y"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
# The first is the one that fields are filled with; a day comes before its month in all of them.
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d. %m. %Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"]
