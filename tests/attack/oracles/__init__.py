"""What is right of a scheme, one question a file. Nothing here imports anything of the product."""
