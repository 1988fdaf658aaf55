"""The commands, one file each: a module's `command`."""
