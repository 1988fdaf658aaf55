"""Fields: the vector field f, the residual branch of the network.

Constructed as `Field(inputs, channels, *, stride, …)`.
"""
