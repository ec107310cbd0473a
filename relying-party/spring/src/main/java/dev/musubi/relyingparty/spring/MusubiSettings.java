package dev.musubi.relyingparty.spring;

import dev.musubi.relyingparty.Item;
import dev.musubi.relyingparty.law.Law;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of a relying party.
 *
 * @param issuer the issuer's identifier, an https URL; without it there is no sign-in at all
 * @param clientId the client's identifier at the issuer
 * @param key file with the client's key (JSON Web Key); made where it is not there. Not needed where a certificate is all
 *     the client is known by
 * @param origin this application's own origin, {@code https://bank.example}: holders come back to its {@code
 *     /musubi/callback}
 * @param law under which law identities are proofed
 * @param verifier whether this relying party is a signature verifier (署名検証者) in its own right
 * @param essential attributes without which a sign-in is of no use
 * @param wished attributes the holder may leave out
 * @param liveAnchor how old the knowledge may be that the private ID stands on a live anchor; not set, nothing is required
 * @param signOutEverywhere whether signing out here signs out at the issuer too
 * @param refuseCrossSite whether requests that change something are refused where they come from a page of another site
 * @param trusted files with certificates (PEM) to trust on top of the JDK's authorities
 * @param certificate PKCS #12 file with the certificate and key for the issuer's interface for relying parties
 * @param certificatePassword its password
 * @param standingApi address of that interface
 * @param patience how long a call to the issuer may take in all
 * @param atOnce how many calls to one host of the issuer's may be under way at once
 * @param skew how far clocks may be apart
 * @param signalsAuthorization what the header {@code Authorization} of pushed signals has to say; without it no signals are
 *     taken
 */
@ConfigurationProperties("musubi.relying-party")
public record MusubiSettings(
        String issuer,
        String clientId,
        @Nullable Path key,
        String origin,
        @DefaultValue("NONE") Law law,
        @DefaultValue("false") boolean verifier,
        @DefaultValue({}) Set<Item> essential,
        @DefaultValue({}) Set<Item> wished,
        @Nullable Duration liveAnchor,
        @DefaultValue("true") boolean signOutEverywhere,
        @DefaultValue("true") boolean refuseCrossSite,
        @DefaultValue({}) List<Path> trusted,
        @Nullable Path certificate,
        @Nullable String certificatePassword,
        @Nullable String standingApi,
        @DefaultValue("PT10S") Duration patience,
        @DefaultValue("64") int atOnce,
        @DefaultValue("PT1M") Duration skew,
        @Nullable String signalsAuthorization) {

    /** Says no password, and no header. */
    @Override
    public String toString() {
        return "MusubiSettings[" + clientId + " at " + issuer + "]";
    }
}
