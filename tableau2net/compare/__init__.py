"""The paired comparison of trained networks: is one better than another, and how sure is that.

Networks are trained with the same seeds, data and recipe; a pair is two networks of one seed, and what is looked at is
the difference of the two test errors, in which what a seed does to both of them is gone.

    records       one trained network, one line of a .jsonl file: written as it is found, read all together
    statistics    the arithmetic: intervals, what they decide, how many pairs are needed, many claims at once
    table         one row a network, each against a baseline, for Markdown and for the terminal
    error_plot    the panel of error against parameters, with the front of those that none surpasses
    forest_plot   the panel of paired differences, one row a network against its baseline
    picture       both panels, as pictures
    trial         a network trained once from a seed: in words before, as a record after
    sweep         every network with every seed, those left out that there are records of
    runners       who runs the trials: processes on this machine, or Ray; one file each

No number is rounded before it is shown. Loading the package, or one of its files above, loads neither torch nor
scipy nor matplotlib: the functions that need one load it.
"""
