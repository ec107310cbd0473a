/**
 * The front door: is this document signed by somebody with a JPKI certificate of this environment? Path and signature
 * only; whether the certificate is revoked is asked of {@link dev.musubi.jpki.revocation}.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.verification;
