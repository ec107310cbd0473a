/**
 * The relying party's side of a sign-in with a private ID. Begin with {@link dev.musubi.relyingparty.RelyingParty}.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.relyingparty;
