"""The Toolkit's form in a notebook or an app."""
