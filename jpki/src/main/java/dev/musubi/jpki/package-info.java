/**
 * A library for certificates of the Japanese Public Key Infrastructure: what one says, whether it is trusted, whether it
 * is revoked. It knows no framework, keeps no state beyond small caches, never logs and never asks the time by itself.
 *
 * <p>Start at {@link dev.musubi.jpki.verification.SignatureVerifier}.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki;
