package dev.musubi.issuer.anchor;

import dev.musubi.issuer.vault.ItemId;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.revocation.StatusEvidence;
import java.time.Instant;

/**
 * A certificate about to become an anchor, found good just now.
 *
 * @param id CA key and serial
 * @param kind of the card or of a smartphone
 * @param prefecture of its revocation list's distribution point, in the romaji of the certificate
 * @param municipality likewise
 * @param notAfter the end of its term
 * @param good by what it was found good
 * @param certificate the sealed item with its number
 */
public record NewAnchor(
        CertificateId id,
        CertificateKind kind,
        String prefecture,
        String municipality,
        Instant notAfter,
        StatusEvidence good,
        ItemId certificate) {}
