"""The portal's tables. Every key begins with the school, and a school's id is its UAI.

Row-level security, grants and the checks on texts stand in the migrations; a test compares the two.
Times are UTC (`timestamptz`), hashes are hexadecimal text, ids are text of at most 64 characters.
"""
