"""One prover for each way in which a method is decided: several fields, rounded decimals, a free start."""
