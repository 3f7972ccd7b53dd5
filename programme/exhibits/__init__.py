"""What fairs, showrooms, craft villages and artisans share: their place, who keeps them, what they show."""
