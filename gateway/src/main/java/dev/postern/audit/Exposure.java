package dev.postern.audit;

import java.util.Optional;

/// Whether SMTP AUTH would be taken from a mailbox.
///
/// @param mailbox what its own switch says
/// @param open what that comes to; empty if it is not known
record Exposure(Switch mailbox, Optional<Boolean> open) {

    static Exposure of(Switch mailbox, Optional<Boolean> tenantDisabled) {
        return new Exposure(
                mailbox,
                switch (mailbox) {
                    case ON -> Optional.of(true);
                    case OFF -> Optional.of(false);
                    case AS_TENANT -> tenantDisabled.map(disabled -> !disabled);
                    case UNKNOWN -> Optional.empty();
                });
    }
}
