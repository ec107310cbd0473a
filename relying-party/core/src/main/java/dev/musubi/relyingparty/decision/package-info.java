/**
 * Whether a means of identification suffices for a procedure, as the issuer's catalogue of assurance decides it: accept,
 * step up, or refuse, each with its because.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.relyingparty.decision;
