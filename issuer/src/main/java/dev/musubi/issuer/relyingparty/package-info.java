/** Who may ask about private IDs, and under which subject each knows a holder. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.relyingparty;
