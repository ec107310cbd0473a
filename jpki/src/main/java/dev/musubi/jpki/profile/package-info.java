/**
 * What a certificate of an environment must look like, as versioned data: policies, algorithms, validity, key usage,
 * names. Everything that changes when J-LIS publishes a new profile specification is here and nowhere else.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.profile;
