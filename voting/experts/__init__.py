"""The pool of experts from which juries are made: what they know, when they are away, and who is proposed."""
