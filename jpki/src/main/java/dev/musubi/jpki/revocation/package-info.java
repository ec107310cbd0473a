/**
 * Whether a certificate is revoked, why, and how fresh the answer is: one vocabulary for OCSP and CRL. Not knowing is an
 * answer of its own and never means good.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.revocation;
