"""Czech dates as the city's documents write them: 26. 6. 2018, not 26. června 2018."""

DATE_FORMAT = "j. n. Y"
DATETIME_FORMAT = "j. n. Y G:i"
