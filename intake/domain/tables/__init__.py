"""The clinical tables row by row, each with its basis, for somebody to confirm."""
