"""The files of a proposal's dossier: attached by who asks, read by offices and councils."""
