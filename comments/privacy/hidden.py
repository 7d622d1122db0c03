"""What readers see instead of what was taken out."""

HIDDEN = "[údaj skryt]"
