package dev.musubi.mynaapp;

import java.time.Instant;

/**
 * What has to be kept, on the server and bound to the browser that began, between the redirect and the callback. It is a
 * secret, and good once: whoever keeps it spends it before handing it in, so that a callback read twice finds nothing.
 */
public sealed interface Pending permits PendingSigning, PendingSignIn {

    /** By what the callback names it. */
    String state();

    /** What the ID token has to repeat. */
    String nonce();

    /** What proves that the code is ours (RFC 7636). */
    String codeVerifier();

    /** Where the browser comes back to. */
    String redirectUri();

    /** When it began. */
    Instant startedAt();

    /** Until when a callback is taken. */
    Instant until();

    /** As text, to be kept: JSON of a form of its own, which later versions read. */
    String write();
}
