"""Jobs that end with a file for the person who ordered it."""

FILE_KINDS: set[str] = set()
"""Their kinds. The file is named in the result as `file`; it is deleted with the files of old imports."""
