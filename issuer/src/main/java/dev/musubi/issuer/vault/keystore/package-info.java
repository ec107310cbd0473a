/** The issuer's long-lived keys in a file: the default where there is no HSM. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.vault.keystore;
