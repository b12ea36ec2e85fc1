//! Edits of `docs-example` of which each breaks one rule of the management half: the rule, the file, what stands there, and what an
//! author makes of it.

pub(crate) const MANAGEMENT: &[(&str, &str, &str, &str)] = &[
    ("required-information-missing", "procedures/risk-approach.md", "type: risk-approach", "type: criteria"),
    ("implied-information-missing", "plans/measurement-plan.md", "type: measurement-plan", "type: plan"),
    ("usual-information-missing", "plans/communication-plan.md", "| Document type | communication-plan |", "| Document type | plan |"),
    ("evidence-pointer-incomplete", "registers/incidents.md", "module \"incidents\" | Lukas Reiter | 2026-11-06", "module \"incidents\" | | 2026-11-06"),
    ("evidence-pointer-stale", "registers/incidents.md", "module \"incidents\" | Lukas Reiter | 2026-11-06", "module \"incidents\" | Lukas Reiter | 2025-11-06"),
    ("approver-not-top-management", "records/management-review-2026.md", "approved_by: Johanna Pichler", "approved_by: Katrin Moser"),
    ("approver-without-authority", "services/sla-varnholz.md", "| Approved by | Markus Trattnig |", "| Approved by | Florian Eberl |"),
    ("external-document-unidentified", "procedures/document-control.md", "| European Union | 2016/679 |", "| European Union | |"),
    ("external-document-unchecked", "procedures/document-control.md", "| SUP-01 | 7 | Mirjam Haas | 2026-02-16", "| SUP-01 | 7 | Mirjam Haas | 2025-02-16"),
    ("organization-differs-from-scope", "records/certification.md", "organization: Ostrinel Managed Services GmbH", "organization: Fjordvik IT AS"),
    ("required-section-missing", "audit/audit-report-2026-1.md", "## Audit criteria\n\n", ""),
    ("usual-section-missing", "audit/audit-report-2026-1.md", "## Auditor and auditees\n\n", ""),
    ("record-columns-missing", "registers/objectives.md", "| Objective ID | Objective | Measure | Target |", "| Objective ID | Objective | Measure | Aim |"),
    ("record-without-id", "registers/corrective-actions.md", "| CAPA-2026-04 | 2026-09-22 |", "| | 2026-09-22 |"),
    ("record-value-unreadable", "registers/risks.md", "| 2027-03-31 | 6 | 2 |", "| spring 2027 | 6 | 2 |"),
];
