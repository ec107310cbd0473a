package dev.musubi.issuer.relyingparty;

/**
 * A value that may leave the issuer towards a relying party. There are four kinds and no other, so that whoever tells
 * something new has to say why two relying parties cannot find the same person by it:
 *
 * <ul>
 *   <li>{@link Pairwise}: made for one sector, and of no use beside another's;
 *   <li>{@link Coarse}: the same for very many holders;
 *   <li>{@link Own}: the relying party's own, which it sent, registered or sees happen;
 *   <li>{@link Given}: an attribute, given by its holder.
 * </ul>
 *
 * <p>Answers in JSON are {@link OutwardView}s, claims are {@link OutwardClaims}; both are built of these alone.
 */
public sealed interface Outward permits Pairwise, Coarse, Own, Given, OutwardClaims {

    /** As JSON says it: text, a number, a truth value, a list or an object. */
    Object json();
}
