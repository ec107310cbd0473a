/** A real PostgreSQL started beside the issuer: durable, password-protected, and found again after a crash. */
@org.jspecify.annotations.NullMarked
package dev.musubi.postgres;
