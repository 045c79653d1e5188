"""Articles in other languages, sentence by sentence, once somebody stands for them."""
