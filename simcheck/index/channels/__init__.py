"""The channels (召回): by which kind of key does a text become a candidate? ``candidates`` asks each."""
