"""What counts as the same character, where do sentences end, what is a word, how common is a phrase?"""
