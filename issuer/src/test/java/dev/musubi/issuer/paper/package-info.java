/** Tests. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.paper;
