package dev.musubi.issuer.anchor;

import dev.musubi.issuer.database.HolderId;
import java.util.Set;
import java.util.stream.Collectors;

/** Whose certificates some are, as far as the directory knows. Nobody ever takes the first of several. */
public sealed interface CertificateOwner {

    /** Of nobody known here. */
    record Nobody() implements CertificateOwner {}

    /** All that are known are of one holder. */
    record One(HolderId holderId) implements CertificateOwner {}

    /**
     * J-LIS says they are one person's, and here they are several holders': an error somewhere that no rule of ours can
     * decide, so whoever asks is refused and an operator looks at it.
     */
    record Several(Set<HolderId> holders) implements CertificateOwner {
        /** Their ids in order, for an operator. */
        public String about() {
            return holders.stream().map(HolderId::toString).sorted().collect(Collectors.joining(" "));
        }
    }

    /** From the holders found. */
    static CertificateOwner of(Set<HolderId> holders) {
        return switch (holders.size()) {
            case 0 -> new Nobody();
            case 1 -> new One(holders.iterator().next());
            default -> new Several(Set.copyOf(holders));
        };
    }
}
