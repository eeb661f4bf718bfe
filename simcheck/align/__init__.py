"""Which characters of two texts correspond.

    prepare   a text made ready: words, sentences, and what each word could tell
    runs      maximal runs of equal characters: the guarantee, and the firmest ground there is
    sentences pairs of sentences that share telling words
    pieces    what the alignment is made of: pieces that correspond, passages made of pieces
    layout    where the blocks of a region are, and where it begins and ends
    rows      pairs that only say that both texts have a table of one form
    regions   pairs near each other on both sides become passages
    summaries sentences that follow each other here and stand far apart there
    joining   passages grow at their ends, and become one where hardly anything parts them
    passages  chains of runs and regions compete; what is left of the runs follows
    edits     where the two sides of a block differ, word by word

All positions in here are normalized ones; ``check`` turns them into spans of the texts.
"""
