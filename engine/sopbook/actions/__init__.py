"""What people do, once, for every surface: one module for each noun."""
