"""Access tokens: whom they stand for, how far they reach, making and ending them."""
