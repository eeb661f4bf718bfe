"""What is to be shown of a result, in no format yet?"""
