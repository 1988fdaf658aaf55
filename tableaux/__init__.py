"""The catalogue: schemes and networks in YAML."""
