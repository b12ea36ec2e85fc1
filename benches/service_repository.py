#!/usr/bin/env python3
"""Writes a large repository of a service provider, to measure rules over records.

service_repository.py DIR COUNT    writes about COUNT documents below DIR: one catalogue with COUNT / 20 services, COUNT / 5 agreements,
                                   as many monthly reports, COUNT / 100 supplier contracts, registers of incidents and changes with
                                   COUNT rows each, and procedures for the rest. The same COUNT gives the same bytes.
"""
import pathlib
import sys

PROSE = (
    "The duty manager records what was done and when, and tells the service owner before the end of the working day. Whoever takes over "
    "reads the record first, asks what is unclear, and confirms in writing. "
)


def head(kind: str, ident: str, title: str, **more: str) -> str:
    fields = {
        "id": ident, "title": title, "type": kind, "version": '"1.0"', "status": "effective", "owner": "Jane Doe", "author": "Jane Doe",
        "approved_by": "John Roe", "approved_on": "2026-10-01", "effective_from": "2026-10-01", "last_reviewed": "2026-10-01",
        "next_review": "2027-06-01", "review_interval": "12 months", "classification": "internal", **more,
    }
    lines = "\n".join(f"{key}: {value}" for key, value in fields.items())
    return f"---\n{lines}\n---\n\n# {title}\n\n"


def table(header: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n\n"


def main() -> None:
    target, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    if target.exists() and any(target.iterdir()):
        sys.exit(f"{target} is not empty")
    written = 0

    def write(path: str, text: str) -> None:
        nonlocal written
        out = target / path
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
        written += 1

    services, agreements, contracts = max(2, count // 20), max(2, count // 5), max(2, count // 100)
    customers = max(2, count // 50)
    service = lambda number: f"SVC-{number % services + 1:05}"
    write("services/service-catalogue.md", head("service-catalogue", "CAT-1", "Service catalogue") + "## Services\n\n" + table(
        ["Service ID", "Service", "Status", "Owner", "Criticality", "Dependencies", "Availability", "Service hours", "CI reference"],
        [[service(i), f"Service number {i + 1}", "live", "Jane Doe", "medium", service(i // 2) if i > 1 else "none", "99.5 %", "24x7",
          f"CI-{i + 1:05}"] for i in range(services)]))
    write("registers/customers.md", head("customer-register", "REG-1", "Customers") + "## Customers\n\n" + table(
        ["Customer ID", "Customer", "Relationship manager"], [[f"CUS-{i + 1:04}", f"Customer {i + 1}", "Jane Doe"] for i in range(customers)]))
    write("registers/configuration.md", head("configuration-record", "REG-2", "Configuration items", date="2026-10-01") + "## Items\n\n" + table(
        ["CI ID", "Type", "Description", "Relationships", "Status", "Owner"],
        [[f"CI-{i + 1:05}", "service", service(i), "none", "in use", "Jane Doe"] for i in range(services)]))
    for i in range(contracts):
        write(f"contracts/ctr-{i + 1:04}.md", head(
            "supplier-contract", f"CTR-{i + 1:04}", f"Contract {i + 1}", supplier=f"SUP-{i + 1:04}", valid_from="2024-01-01",
            valid_to="2029-12-31", review_date="2027-03-01", availability="99.99 %", support_hours="24x7", rto="1 h",
            services=f"[{service(i)}, {service(i + 1)}]") + "".join(
                f"## {name}\n\n{PROSE}\n\n" for name in ("Scope of services", "Requirements", "Responsibilities")) + "## Service level targets\n\n" + table(
            ["Priority", "Response", "Resolution"], [["P1", "10 min", "2 h"], ["P2", "20 min", "4 h"], ["P3", "1 h", "8 h"]]))
    for i in range(agreements):
        own = [service(i), service(i * 7 + 3)]
        customer = f"CUS-{i % customers + 1:04}"
        write(f"agreements/{i % 50:02}/sla-{i + 1:05}.md", head(
            "sla", f"SLA-{i + 1:05}", f"Agreement {i + 1}", customer=customer, services=f"[{', '.join(own)}]", valid_from="2026-01-01",
            valid_to="2027-12-31", supported_by=f"[CTR-{i % contracts + 1:04}]") + f"## Parties\n\n{PROSE}\n\n## Service level targets\n\n" + table(
            ["Service ID", "Service hours", "Availability", "Measurement period", "RTO", "RPO"],
            [[one, "24x7", "99.5 %", "calendar month", "4 h", "24 h"] for one in own]) + table(
            ["Target ID", "Service ID", "Measure", "Target", "Measurement period"],
            [["T-1", own[0], "Incidents resolved in time", "at least 95 %", "calendar month"], ["T-2", own[0], "Requests in time", "at least 90 %", "calendar month"]])
            + "### Incidents\n\n" + table(["Priority", "Response", "Resolution"], [["P1", "15 min", "4 h"], ["P2", "30 min", "8 h"], ["P3", "2 h", "16 h"]])
            + "## Workload limits\n\n" + table(["Workload", "Limit"], [["Tickets a month", "200"], ["Users", "300"]])
            + f"## Exceptions\n\n- maintenance on Sundays\n- loss of power at the customer\n\n## Reporting\n\n{PROSE}\n")
        write(f"reports/{i % 50:02}/report-{i + 1:05}.md", head(
            "sla-report", f"RPT-{i + 1:05}", f"Report {i + 1}", period="2026-10", date="2026-11-05", customer=customer, sla=f"SLA-{i + 1:05}",
            services=f"[{', '.join(own)}]") + "## Results\n\n" + table(
            ["Service", "Measure", "Target", "Actual", "Period", "Met", "Improvement reference"],
            [[one, "Availability", "99.5 %", "99.71 %", "2026-10", "yes", "none"] for one in own]) + f"{PROSE}\n")
    for name, kind, header, row in (
        ("incidents", "incident-record", ["Incident ID", "Opened", "Service", "Impact", "Urgency", "Priority", "Major", "Resolved", "Closed", "Status"],
         lambda i: [f"INC-{i + 1:06}", "2026-10-02", service(i), "low", "medium", "P3", "no", "2026-10-02", "2026-10-03", "closed"]),
        ("changes", "change-request", ["RFC ID", "Title", "Category", "Requester", "Approver", "Service", "Implemented on", "Backout", "Result", "Status"],
         lambda i: [f"RFC-{i + 1:06}", f"Change {i + 1}", "standard", "Jane Doe", "John Roe", service(i), "2026-10-04", "previous version", "successful", "closed"]),
    ):
        for part in range(0, count, 500):
            write(f"registers/{name}-{part // 500 + 1:03}.md", head(kind, f"REG-{name}-{part}", f"{name.title()} {part // 500 + 1}", date="2026-11-01")
                  + "## Records\n\n" + table(header, [row(i) for i in range(part, min(part + 500, count))]))
    while written < count:
        ident = f"PRO-{written:06}"
        write(f"procedures/{written % 50:02}/{ident.lower()}.md", head("procedure", ident, f"Procedure {written}")
              + "".join(f"## {name}\n\n{PROSE * 3}\n\n- first step\n- second step\n- third step\n\n" for name in ("Purpose", "Scope", "Procedure", "Records")))
    (target / "clauselint.toml").write_text('packs = ["core", "iso20000-1-2018"]\n', encoding="utf-8")
    print(f"{written} documents in {target}")


if __name__ == "__main__":
    main()
