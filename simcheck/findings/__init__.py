"""What does a match mean: how was it altered, whose is it, is it quoted, a template, a set phrase?"""
