"""The ledger of erasures: what was erased, by keys and keyed hashes, kept beside the database.

Copies of the database outlive what is erased from it. So every deed that erases leaves an entry, in
its own transaction; what is committed goes into a file (`keeping`), which is copied along with each
copy and outlives the database. Restoring erases anew whatever the file tells and the restored
database does not (`replaying`).
"""
