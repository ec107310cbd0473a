/** Standing and demands for re-issue over HTTP, for relying parties. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.standing.web;
