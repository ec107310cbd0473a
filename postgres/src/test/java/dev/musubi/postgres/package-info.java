/** Tests of the embedded PostgreSQL. */
@org.jspecify.annotations.NullMarked
package dev.musubi.postgres;
