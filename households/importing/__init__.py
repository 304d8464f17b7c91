"""Reading the Excel ledgers offices keep: pure, without database, request or clock."""
