"""What offices do with proposals: take them in, approve, amend, stop, have them carried out."""
