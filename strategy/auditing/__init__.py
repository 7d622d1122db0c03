"""What staff did, in a log that nobody edits.

An entry is written in the transaction of the deed, where it waits for nobody. Right after that was
committed it gets its place in a chain, one at a time: its hash goes over the one before it. Were
the place given with the deed, all staff would wait for each other's longest deed, and two who lock
the same rows in another order would block each other.

It holds keys of rows and of accounts, no words: what is erased elsewhere leaves the chain valid.
"""
