"""Report: a network → what it costs (`summary`), or what it looks like (`picture`)."""
