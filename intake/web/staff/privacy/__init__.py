"""The privacy officer's room: requests to be erased, holds and how long is kept."""
