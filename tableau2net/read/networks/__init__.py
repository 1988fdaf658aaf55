"""Network documents: their parts, their periods, how steps are taken, and what all must fulfil together."""
