"""One document: typed, frozen, fingerprinted; what it refers to is the handbook's business."""
