/** Tests of the adapters to J-LIS, against a J-LIS that misbehaves on real sockets. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.jlis;
