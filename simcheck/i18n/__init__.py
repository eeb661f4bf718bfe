"""How is everything said, in Chinese and in English?"""
