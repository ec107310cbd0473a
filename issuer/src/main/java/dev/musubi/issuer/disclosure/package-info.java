/** A holder introduces itself to a relying party: attributes, once, with consent, under that party's own subject. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.disclosure;
