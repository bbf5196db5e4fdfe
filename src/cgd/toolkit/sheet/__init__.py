"""The form on paper and in Excel, for places without a network or a browser."""
