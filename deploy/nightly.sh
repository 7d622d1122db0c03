#!/bin/sh
# In a container, which has no timer: a backup each night at half past two.
set -eu
while :; do
    now=$(date +%s)
    next=$(date --date="tomorrow 02:30" +%s)
    today=$(date --date="today 02:30" +%s)
    [ "$today" -le "$now" ] || next=$today
    sleep $((next - now))
    python3 manage.py backup /backups --keep 14 || echo "The backup failed; the next is tomorrow." >&2
done
