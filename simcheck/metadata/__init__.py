"""Metadata (元数据): what do a text and its file name say about title, unit, date and author?"""
