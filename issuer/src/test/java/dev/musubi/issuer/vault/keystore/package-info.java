/** Tests of the file key store. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.vault.keystore;
