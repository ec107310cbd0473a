/** Tests of the issuer as a whole. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer;
