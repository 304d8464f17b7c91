"""Tools without domain and without models: numbers, encryption, calendars, paper, spreadsheets."""
