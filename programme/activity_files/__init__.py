"""Papers and pictures of activities: for the officers of the area, pictures for anyone where an officer says so."""
