/** What is measured, and that nobody is in it. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.metrics;
