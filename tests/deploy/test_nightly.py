"""When the nightly backup is made: an hour that each night of the year has, and has once."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

DEPLOY = Path(__file__).parents[2] / "deploy"
PRAGUE = ZoneInfo("Europe/Prague")
WHEN = r"(?:OnCalendar=\*-\*-\* |day |tomorrow )(\d\d:\d\d)"


def test_each_night_has_the_hour_of_the_backup_once() -> None:
    timer = (DEPLOY / "brnoplan-backup.timer").read_text()
    script = (DEPLOY / "nightly.sh").read_text()
    hours = {
        time.fromisoformat(said)
        for said in re.findall(
            r"(?:OnCalendar=\*-\*-\* |day |tomorrow )(\d\d:\d\d)", timer + script
        )
    }
    assert len(hours) == 1
    (hour,) = hours
    for number in range(366):
        night = datetime.combine(date(2027, 1, 1) + timedelta(number), hour, PRAGUE)
        assert night.astimezone(UTC).astimezone(PRAGUE) == night
        assert night.utcoffset() == night.replace(fold=1).utcoffset()
