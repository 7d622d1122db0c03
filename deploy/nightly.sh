#!/bin/sh
# In a container, which has no timer: a backup each night at half past three. Not an hour earlier,
# which one night a year has twice and another not at all.
set -eu
while :; do
    now=$(date +%s)
    next=$(date --date="tomorrow 03:30" +%s)
    today=$(date --date="today 03:30" +%s)
    [ "$today" -le "$now" ] || next=$today
    sleep $((next - now))
    python3 manage.py backup /backups --keep 14 || echo "The backup failed; the next is tomorrow." >&2
done
