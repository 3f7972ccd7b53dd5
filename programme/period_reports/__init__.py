"""Reports of a quarter or a year: signed by two people, frozen, corrected in the next one."""
