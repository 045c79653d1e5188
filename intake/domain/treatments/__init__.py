"""Prior treatments: which trials were adequate, and how resistant the depression is."""
