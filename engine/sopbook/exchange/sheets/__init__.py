"""Spreadsheets: the rules of a decision table as CSV or XLSX, and back into the decision they came from."""
