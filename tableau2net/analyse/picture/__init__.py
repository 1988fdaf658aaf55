"""Pictures of a scheme: its stability region or root locus, its order star."""
