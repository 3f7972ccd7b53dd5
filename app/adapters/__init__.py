"""The real engines behind the ports of `app.core`, one file each."""
