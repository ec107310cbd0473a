package dev.musubi.mynaapp.evidence;

import java.util.Optional;

/** What opening gave: the evidence, or why not. */
public sealed interface OpenedEvidence {

    /**
     * Certificate and signature. The signature is by the certificate's key and over the document asked about. Whether the
     * certificate is one of J-LIS's, in force and not revoked, has yet to be verified.
     */
    final class Evidence implements OpenedEvidence {

        private final byte[] certificate;
        private final byte[] signature;
        private final Pkcs1Form form;

        Evidence(byte[] certificate, byte[] signature, Pkcs1Form form) {
            this.certificate = certificate;
            this.signature = signature;
            this.form = form;
        }

        /** The signature certificate, DER. */
        public byte[] certificate() {
            return certificate.clone();
        }

        /** The signature, PKCS #1 v1.5. */
        public byte[] signature() {
            return signature.clone();
        }

        /** What the signature is over. To be kept with it: it says how it can be verified again. */
        public Pkcs1Form form() {
            return form;
        }

        @Override
        public String toString() {
            return "Evidence[redacted]";
        }
    }

    /** It was not taken. */
    record Refused(EvidenceFault fault) implements OpenedEvidence {}

    /** The evidence, if there is any. */
    default Optional<Evidence> evidence() {
        return this instanceof Evidence evidence ? Optional.of(evidence) : Optional.empty();
    }
}
