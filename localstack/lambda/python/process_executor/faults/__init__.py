"""Faults on purpose: a plan says which invocations of which functions go wrong, and how.

A plan is set, read and cleared at ``/_faults`` of the engine's own address, which is on loopback only. Nothing of it is
in what is deployed: a function that meets a fault cannot tell it from one that came by itself. Without a plan an
invocation pays for one look at an empty dictionary.
"""
