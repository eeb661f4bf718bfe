"""What lies on the disk, and how does it change so that a kill at any step does no harm?"""
