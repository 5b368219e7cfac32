"""What people do with the records as a whole."""

from sopbook.records.ledger import Ledger
from sopbook.records.verify import Verification
from sopbook.records.verify import verify as verify_ledger
from sopbook.workspace.settings import Settings


def verify(settings: Settings) -> tuple[Verification, str]:
    """Recompute every chain and digest of the handbook's ledger; also says where the ledger is."""
    with Ledger.open(settings.records_url, handbook=settings.id) as ledger:
        return verify_ledger(ledger), ledger.place
