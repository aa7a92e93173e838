"""All checks, in the order in which they are told: what others rest on comes first."""

from ledger.doctor.checks import contracts, dates, machine, mirror, node, office, server
from ledger.doctor.outcome import Check

CHECKS: tuple[Check, ...] = (
    machine.programme,
    machine.home,
    machine.secrets,
    machine.disk,
    machine.leftovers,
    machine.pages,
    node.profile,
    node.record,
    node.node,
    node.identity,
    node.head,
    node.time,
    node.pool,
    contracts.versions,
    contracts.enrolled,
    contracts.government,
    contracts.pause,
    server.server,
    mirror.mirror,
    mirror.schema,
    mirror.position,
    mirror.lag,
    mirror.dossiers,
    office.office,
    office.migration,
    office.verified,
    office.papers,
    office.contents,
    office.vault,
    dates.filings,
    dates.expiries,
    dates.offices,
)
