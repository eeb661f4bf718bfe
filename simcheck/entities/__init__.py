"""What in a text is a date, a number, a person, an office, a place?"""
