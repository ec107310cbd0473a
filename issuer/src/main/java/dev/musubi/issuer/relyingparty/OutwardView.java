package dev.musubi.issuer.relyingparty;

/**
 * An answer to a relying party: a record all of whose components are {@link Outward}, other views, or lists of them. A
 * test reads every class there is and holds it to that.
 */
public interface OutwardView {}
