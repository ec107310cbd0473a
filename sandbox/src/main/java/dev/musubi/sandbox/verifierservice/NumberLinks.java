package dev.musubi.sandbox.verifierservice;

import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.sandbox.authority.Certificates;
import dev.musubi.sandbox.register.CertificateRecord;
import dev.musubi.sandbox.register.ResidentRegister;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which numbers of signature certificates belong to one person (Act on JPKI article 18 paragraphs 4 and 5): older and newer
 * ones on the same device, those of the other device, and those that go with a user-authentication certificate.
 */
public final class NumberLinks {

    private final ResidentRegister register;
    private final Certificates certificates;

    /** Links of what a register has on record. */
    public NumberLinks(ResidentRegister register, Certificates certificates) {
        this.register = register;
        this.certificates = certificates;
    }

    /** What a linked certificate is to the one asked about. */
    enum Relation {
        /** An older one on the same device. */
        PREDECESSOR,
        /** A newer one on the same device. */
        SUCCESSOR,
        /** On the card, the one asked about being in the smartphone. */
        CARD,
        /** In the smartphone, the one asked about being on the card. */
        SMARTPHONE,
        /** A signature certificate, the one asked about being a user-authentication certificate. */
        SIGNATURE
    }

    record Link(Relation relation, CertificateRecord certificate) {}

    /** Every other signature certificate of the person; empty if the number is none of a certificate. */
    Optional<List<Link>> of(CertificateId id, Instant now) {
        return certificates
                .find(id)
                .map(record -> register.find(record.resident()).orElseThrow().certificates().stream()
                        .filter(c -> c.kind().isSignature()
                                && c.sequence() != record.sequence()
                                && !c.notBefore().isAfter(now))
                        .map(c -> new Link(relation(record, c), c))
                        .toList());
    }

    private static Relation relation(CertificateRecord asked, CertificateRecord linked) {
        if (!asked.kind().isSignature()) {
            return Relation.SIGNATURE;
        }
        if (linked.kind() != asked.kind()) {
            return linked.isOnCard() ? Relation.CARD : Relation.SMARTPHONE;
        }
        return linked.sequence() < asked.sequence() ? Relation.PREDECESSOR : Relation.SUCCESSOR;
    }
}
