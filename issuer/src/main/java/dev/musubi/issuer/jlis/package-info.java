/** How the issuer speaks with J-LIS: adapters for the ports of the other modules. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.jlis;
