/** Status lists over HTTP, for everybody. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.status.web;
