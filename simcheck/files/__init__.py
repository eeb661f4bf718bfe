"""How is a file opened, written or deleted so that it can do no harm: one that the user names, one of a corpus?"""
