"""Which code list each coded field of the register is filled from."""

CODE_LISTS = {
    "poverty_cause": "poverty_cause", "poverty_causes": "poverty_cause",
    "relapse_kind": "relapse_kind", "agent_relation": "relation",
    "account_kind": "bank_account_kind", "kind": "household_kind", "ethnic": "ethnic",
    "relation": "relation", "marital_status": "marital_status", "education": "education",
    "health": "health", "occupation": "occupation", "hukou_kind": "hukou_kind",
    "not_counted_reason": "not_counted_reason", "sex": "sex", "student_stage": "student_stage",
    "school_kind": "school_kind", "labour_capacity": "labour_capacity",
    "employment_status": "employment_status", "disability_category": "disability_category",
    "disability_grade": "disability_grade", "disease_kind": "disease_kind",
    "self_care": "self_care_item", "medical_insurance": "medical_insurance",
    "pension_insurance": "pension_insurance", "special_identities": "special_identity",
    "joined_kind": "member_joined_kind", "left_kind": "member_left_kind",
}  # fmt: skip
