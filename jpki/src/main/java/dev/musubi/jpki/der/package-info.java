/** A small strict reader and writer of DER (ITU-T X.690), the only way bytes from outside are taken apart here. */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.der;
