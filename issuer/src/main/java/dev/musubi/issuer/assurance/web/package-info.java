/** Decisions over HTTP, for relying parties. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.assurance.web;
