/** Redeeming a holder's code over HTTP, for relying parties. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.disclosure.web;
