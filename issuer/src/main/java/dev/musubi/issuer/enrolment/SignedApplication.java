package dev.musubi.issuer.enrolment;

import org.jspecify.annotations.Nullable;

/**
 * A signed application, as it was sent.
 *
 * @param id which application
 * @param document the signed application, a compact JWS
 * @param consent the signed consent, a compact JWS; null where none was offered
 * @param sender who sent it
 */
record SignedApplication(
        ApplicationId id, String document, @Nullable String consent, Lineage.Sender sender) {
    @Override
    public String toString() {
        return "SignedApplication[" + id + "]";
    }
}
