"""Graded exercises: release them, check answers, grade what is handed in, give feedback."""
