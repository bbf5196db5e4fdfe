"""What may not be claimed, what must be there before release, and what the data are fit for."""
