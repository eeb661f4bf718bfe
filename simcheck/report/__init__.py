"""How much is it, without counting twice; how is a result written and read back?

contents (what cannot be counted again) → counting, by way of counterparts (shares of either side) → paragraphs → report
(what a user holds). serialise writes it as JSON, deserialise reads it, by the types of schema; reader_notes is what a
corpus remembers of a document; stamp marks files as ours.
"""
