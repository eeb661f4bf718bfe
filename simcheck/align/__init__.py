"""Text alignment (比对): which characters of two texts correspond, and with how much evidence?

    significance  E-value: how many passages with so many bits chance would give
    prepare       a text made ready: words, sentences, and the surprisal of each character
    runs          maximal runs of equal characters (maximal exact matches): the guarantee
    sentences     seeds: pairs of sentences that share informative words
    alignment     what the alignment is made of: pieces that correspond, passages made of pieces
    blocks        where the blocks of a region are, and where it begins and ends
    rows          pairs that only say that both texts have a table of one form
    regions       seeds near each other on both sides become passages
    summaries     sentences that follow each other here and stand far apart there
    extension     passages grow at their ends, and become one where hardly anything parts them
    passages      chains of runs and regions compete; what is left of the runs follows
    edits         where the two sides of a block differ, word by word
    layout        a passage with its edits; runs that no passage shows
    projection    from normalized positions back to spans of the texts

All positions in here are normalized ones, until ``projection`` turns them into spans of the texts.
"""
