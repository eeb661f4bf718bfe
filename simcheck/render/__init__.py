"""How does a result look: on a screen, in a table, in a Word document?"""
