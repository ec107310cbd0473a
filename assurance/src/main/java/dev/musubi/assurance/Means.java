package dev.musubi.assurance;

import dev.musubi.assurance.catalogue.MeansState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A means of identification in use: its kind, and what is known of it now. It names nobody.
 *
 * <pre>{@code
 * Means means = Means.of("private-id")
 *         .in(MeansState.STANDS)
 *         .checked(asOf)
 *         .proofed(signedAt)
 *         .attributes("signature-certificate", attributesAsOf)
 *         .authenticated("passkey-device-bound", authTime)
 *         .presented("oidc-signed");
 * }</pre>
 *
 * @param kind the kind of means: an id of the catalogue
 * @param state what is known of it
 * @param checkedAt the moment {@code state} is known for; null where nobody knows
 * @param proofedAt when the person was last identified by evidence
 * @param attributeSource where its attributes come from; null for the kind's own
 * @param attributesAsOf when they were true by that source's word
 * @param authenticator what the person authenticated with; null for nothing
 * @param authenticatedAt when
 * @param presentation how it came to the relying party; null for the kind's own way
 */
public record Means(
        String kind,
        MeansState state,
        @Nullable Instant checkedAt,
        @Nullable Instant proofedAt,
        @Nullable String attributeSource,
        @Nullable Instant attributesAsOf,
        @Nullable String authenticator,
        @Nullable Instant authenticatedAt,
        @Nullable String presentation) {

    /** Of a kind, with nothing known of it: an unknown state, no authentication. */
    public static Means of(String kind) {
        return new Means(kind, MeansState.UNKNOWN, null, null, null, null, null, null, null);
    }

    /** In this state. */
    public Means in(MeansState known) {
        return new Means(
                kind,
                known,
                checkedAt,
                proofedAt,
                attributeSource,
                attributesAsOf,
                authenticator,
                authenticatedAt,
                presentation);
    }

    /** Its state being known for this moment. */
    public Means checked(@Nullable Instant asOf) {
        return new Means(
                kind,
                state,
                asOf,
                proofedAt,
                attributeSource,
                attributesAsOf,
                authenticator,
                authenticatedAt,
                presentation);
    }

    /** The person having been identified then. */
    public Means proofed(@Nullable Instant at) {
        return new Means(
                kind,
                state,
                checkedAt,
                at,
                attributeSource,
                attributesAsOf,
                authenticator,
                authenticatedAt,
                presentation);
    }

    /** With attributes from this source, true as of then. */
    public Means attributes(@Nullable String source, @Nullable Instant asOf) {
        return new Means(kind, state, checkedAt, proofedAt, source, asOf, authenticator, authenticatedAt, presentation);
    }

    /** The person having authenticated with this, then. */
    public Means authenticated(@Nullable String with, @Nullable Instant at) {
        return new Means(kind, state, checkedAt, proofedAt, attributeSource, attributesAsOf, with, at, presentation);
    }

    /** Having come to the relying party this way. */
    public Means presented(@Nullable String way) {
        return new Means(
                kind,
                state,
                checkedAt,
                proofedAt,
                attributeSource,
                attributesAsOf,
                authenticator,
                authenticatedAt,
                way);
    }
}
