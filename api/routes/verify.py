"""The last verification, as JSON. Running one is the command line's: it reads the node."""

from fastapi import APIRouter

from api.deps import Read
from api.schemas.verify import Latest, Verdict

router = APIRouter(tags=["verify"])


@router.get("/verify/latest")
def latest(reading: Read) -> Latest:
    """What ``ledger verify`` found when it last ran."""
    found = reading.verdict()
    return Latest(verdict=None if found is None else Verdict.model_validate(found.as_dict()))
