"""The handbook as finished pages: values that any site generator can host, all prose already rendered and escaped."""
