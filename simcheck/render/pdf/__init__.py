"""How does a report become a PDF, by which program of the user's?"""
