"""Code in C, Fortran, Julia and MATLAB, as far as it binds numbers to names. It is read word by word, and never run.

words       a language as data, and its words
arithmetic  one number
arrays      arrays, and what a call makes of them
blocks      what is bound where, and the tableaux in it
"""
