"""The Toolkit's form without an installation: a JupyterLite site, whose Python runs in the visitor's browser."""
