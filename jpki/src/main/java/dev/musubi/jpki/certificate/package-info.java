/** One JPKI end-entity certificate, read strictly, and the names by which it and its revocation list are known. */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.certificate;
