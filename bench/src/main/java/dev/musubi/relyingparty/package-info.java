/** Measures what the relying party's package of this name keeps to itself; here because nothing else should see it. */
@org.jspecify.annotations.NullMarked
package dev.musubi.relyingparty;
