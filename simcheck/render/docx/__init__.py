"""How does the checked document look with comments, as a Word document?"""
