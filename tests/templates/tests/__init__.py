"""Their tests."""
