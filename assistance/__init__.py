"""Social assistance: standards, eligibility, applications, notices, benefits."""
