/** What holders allowed, for whom, for what and until when. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.consent;
