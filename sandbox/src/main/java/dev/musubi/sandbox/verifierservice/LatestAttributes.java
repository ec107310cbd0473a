package dev.musubi.sandbox.verifierservice;

import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.sandbox.authority.Certificates;
import dev.musubi.sandbox.register.CertificateRecord;
import dev.musubi.sandbox.register.Resident;
import dev.musubi.sandbox.register.ResidentRegister;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The latest four attributes of a person whose old certificate is known (最新の利用者情報（4情報）提供サービス): only
 * with a consent in force, only for what it covers, and only once there is a new certificate.
 */
public final class LatestAttributes {

    private final Consents consents;
    private final ResidentRegister register;
    private final Certificates certificates;

    /** Answers from a register. */
    public LatestAttributes(Consents consents, ResidentRegister register, Certificates certificates) {
        this.consents = consents;
        this.register = register;
        this.certificates = certificates;
    }

    /** The answer. */
    sealed interface Answer {
        /** Here they are; only the items asked for may be passed on. */
        record Provided(FourAttributes attributes, CertificateRecord certificate) implements Answer {}

        /** Not this time. */
        record Withheld(Why why) implements Answer {}
    }

    /** Why nothing is provided. */
    enum Why {
        /** The old certificate is gone and there is no new one yet. */
        NO_NEW_CERTIFICATE,
        CONSENT_MISSING,
        CONSENT_NOT_STARTED,
        CONSENT_EXPIRED,
        CONSENT_CANCELLED,
        ITEM_NOT_CONSENTED,
        /** The certificate asked about is in force, so what it says is the latest. */
        STILL_VALID,
        /** The certificate is not a signature certificate of the person who consented. */
        REFUSED
    }

    Answer ask(String consentId, CertificateId old, Set<Item> items, Instant now) {
        Optional<Consent> known = consents.find(consentId);
        if (known.isEmpty()) {
            return new Answer.Withheld(Why.CONSENT_MISSING);
        }
        Consent consent = known.get();
        if (consent.cancelledAt() != null) {
            return new Answer.Withheld(Why.CONSENT_CANCELLED);
        }
        if (now.isBefore(consent.startsAt())) {
            return new Answer.Withheld(Why.CONSENT_NOT_STARTED);
        }
        if (now.isAfter(consent.endsAt())) {
            return new Answer.Withheld(Why.CONSENT_EXPIRED);
        }
        if (!consent.items().containsAll(items)) {
            return new Answer.Withheld(Why.ITEM_NOT_CONSENTED);
        }
        Optional<CertificateRecord> record =
                certificates.find(old).filter(r -> r.kind().isSignature() && r.resident() == consent.resident());
        if (record.isEmpty()) {
            return new Answer.Withheld(Why.REFUSED);
        }
        if (record.get().isLive(now)) {
            return new Answer.Withheld(Why.STILL_VALID);
        }
        Resident resident = register.find(consent.resident()).orElseThrow();
        return resident.newestSignature(now)
                .<Answer>map(newest -> new Answer.Provided(resident.person().attributes(), newest))
                .orElseGet(() -> new Answer.Withheld(Why.NO_NEW_CERTIFICATE));
    }
}
