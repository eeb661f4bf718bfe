"""A crossing on a cluster, by data frames: on Spark 4 (classic or Connect), and on what speaks its protocol (Sail).

    from simcheck.spark.cross import cross, cross_frame, session

Needs ``pip install "simcheck-zh[spark]"`` where it is called, and the same version of simcheck where the work is done.
Nothing of Spark is loaded before it is called.
"""
