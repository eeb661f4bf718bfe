"""Which characters of two texts correspond.

    prepare   a text made ready: words, sentences, and what each word could tell
    runs      maximal runs of equal characters: the guarantee, and the firmest ground there is
    sentences pairs of sentences that share telling words
    pieces    what the alignment is made of: pieces that correspond, passages made of pieces
    regions   pairs near each other on both sides become passages: trimmed, extended, laid out in blocks
    passages  chains of runs and regions compete; what is left of the runs follows
    edits     where the two sides of a block differ, word by word

All positions in here are normalized ones; ``check`` turns them into spans of the texts.
"""
