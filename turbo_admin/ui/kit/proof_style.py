"""How the screen shows what a proof found: icon, colour and part of the style sheet; the words come with them."""

from collections.abc import Mapping

from turbo_admin.core.sync.agreement import ProofOutcome

PROOF_PARTS: Mapping[ProofOutcome, str] = {
    ProofOutcome.NONE: "",
    ProofOutcome.AGREED: "muted",
    ProofOutcome.PENDING: "caution",
    ProofOutcome.DIFFERS: "trouble",
}
# outcome -> icon and its colour
PROOF_ICONS: Mapping[ProofOutcome, tuple[str, str]] = {
    ProofOutcome.NONE: ("clock-fill", "probable"),
    ProofOutcome.AGREED: ("check-circle-fill", "certain"),
    ProofOutcome.PENDING: ("warning-fill", "probable"),
    ProofOutcome.DIFFERS: ("warning-circle-fill", "none"),
}
