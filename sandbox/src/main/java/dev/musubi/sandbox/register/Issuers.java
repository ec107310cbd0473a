package dev.musubi.sandbox.register;

import dev.musubi.jpki.profile.CertificateKind;
import java.time.Instant;

/** What the register needs to know of the authorities when it has certificates issued. */
public interface Issuers {

    /** The generation, from 1, of the key that signs certificates of this kind now. */
    int currentGeneration(CertificateKind kind, Instant at);

    /** The end of that generation's own certificate, which no certificate it signs outlives. */
    Instant endOf(CertificateKind kind, int generation);
}
