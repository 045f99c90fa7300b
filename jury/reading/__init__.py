"""What the jury's pages show, read in few queries and put into values."""
