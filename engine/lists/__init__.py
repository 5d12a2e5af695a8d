"""Listed persons, firms and ships: reading official lists, keeping them, and screening names against them."""
