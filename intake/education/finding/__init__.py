"""Finding pages: passages of published articles, and questions asked of them."""
