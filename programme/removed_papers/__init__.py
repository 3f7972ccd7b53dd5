"""Files that were taken out of dossiers and of candidates for titles: deleted some days later."""
