package dev.musubi.issuer.status;

import java.time.Instant;

/**
 * A list as it was signed.
 *
 * @param list which list
 * @param number which state of it, counted from 1
 * @param issuedAt when it was signed
 * @param expiresAt until when it is good
 */
public record StatusToken(long list, long number, Instant issuedAt, Instant expiresAt) {}
