package dev.musubi.sandbox.repository;

import dev.musubi.jpki.certificate.AuthorityKeyId;

/** Names a CRL: the key that signs it, and the municipality whose certificates it is about, in romaji. */
record PartitionKey(AuthorityKeyId authority, String prefecture, String municipality) {}
