"""Copies of the portal: database and files at one moment, and a portal made of such a copy."""


class BackupRefused(Exception):
    """Why nothing was copied or restored; its text is for the operator."""
